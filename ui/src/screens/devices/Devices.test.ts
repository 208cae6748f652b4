import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import { session } from '$/app/session.svelte';
import { useHost } from '$/host';
import { words } from '$/i18n/texts.svelte';
import { DEVICES, peripheral } from '$/test/till/devices';
import { office } from '$/test/till/office';
import { pretendTill, type Till } from '$/test/till/till';
import { startEvents } from '$/app/events';
import Devices from './Devices.svelte';

let till: Till;
vi.setConfig({ testTimeout: 20_000 });
beforeEach(async () => {
  words.speak('en', false);
  till = pretendTill({ as: 'technician', devices: DEVICES, more: { ...office } });
  useHost(till);
  await session.start();
  startEvents(() => {});
  render(Devices);
  await screen.findByText('CAS PD-II');
});
const sheet = () => within(screen.getAllByRole('dialog').at(-1)!);
const sent = (command: string) => till.calls.find((each) => each.command === command)?.input;

test('a printer is paired in four steps: kind, place, answer, name and options', async () => {
  await fireEvent.click(screen.getByRole('button', { name: 'Pair a device' }));
  await fireEvent.click(sheet().getByText('Receipt printer'));
  await fireEvent.input(sheet().getByLabelText('Address'), { target: { value: '192.168.0.50' } });
  expect(sheet().getByLabelText<HTMLInputElement>('Port').value).toBe('9100');
  await fireEvent.click(sheet().getByRole('button', { name: 'Ask who is there' }));
  await sheet().findByText(/This one answered/);
  await fireEvent.change(sheet().getByLabelText('Drawer on it'), { target: { value: '1' } });
  await fireEvent.click(sheet().getByRole('button', { name: 'Pair' }));
  await vi.waitFor(() => expect(screen.queryAllByRole('dialog')).toEqual([]));
  expect(sent('peripheral_probe')).toEqual({
    kind: 'printer',
    driver: 'escpos',
    address: { kind: 'tcp', host: '192.168.0.50', port: 9100 },
  });
  expect(sent('peripheral_pair')).toMatchObject({
    name: 'TM-T20III',
    options: { columns: 48, drawer_pin: 1 },
  });
});

test('the health of a device changes under the eyes, with what to do', async () => {
  await fireEvent.click(screen.getByText('Epson TM-m30III'));
  await screen.findByText(/roll is near its end/);
  till.emit({
    type: 'peripheral',
    peripheral: peripheral('printer', 'Epson TM-m30III', { health: 'cover_open' }),
  });
  await screen.findByText(/The cover is open\. Close it/);
});

test('a scale is read live until it is stopped', async () => {
  await fireEvent.click(screen.getByText('CAS PD-II'));
  await fireEvent.click(screen.getByRole('button', { name: 'Weigh' }));
  await vi.waitFor(() =>
    expect(till.calls.filter((each) => each.command === 'peripheral_test').length).toBeGreaterThan(
      2,
    ),
  );
  await fireEvent.click(screen.getByRole('button', { name: 'Stop weighing' }));
  await screen.findByRole('button', { name: 'Weigh' });
  const asked = till.calls.length;
  await new Promise((done) => setTimeout(done, 300));
  expect(till.calls.length).toBe(asked);
});

test('options are saved only when they changed', async () => {
  await fireEvent.click(screen.getByText('CAS PD-II'));
  // What comes by event may name its fields in another order.
  const scale = peripheral('scale', 'CAS PD-II');
  const options = Object.fromEntries(Object.entries(scale.options).toReversed());
  till.emit({ type: 'peripheral', peripheral: { ...scale, options: options as never } });
  expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  await fireEvent.input(screen.getByLabelText('Usual packaging'), { target: { value: '12 g' } });
  await fireEvent.click(await screen.findByRole('button', { name: 'Save' }));
  await vi.waitFor(() =>
    expect(sent('peripheral_save')).toMatchObject({ options: { tare_g: 12 } }),
  );
  await vi.waitFor(() => expect(screen.queryByRole('button', { name: 'Save' })).toBeNull());
});
