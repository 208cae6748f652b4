import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import { startEvents } from '$/app/events';
import { session } from '$/app/session.svelte';
import { useHost } from '$/host';
import { words } from '$/i18n/texts.svelte';
import { pretendTill, type Till } from '$/test/till/till';
import Register from './Register.svelte';

let till: Till;
vi.setConfig({ testTimeout: 20_000 });
beforeEach(async () => {
  words.speak('en', false);
  till = pretendTill({ as: 'technician' });
  useHost(till);
  await session.start();
  startEvents(() => {});
  render(Register);
  await screen.findByText('Back door');
});
const sheet = () => within(screen.getAllByRole('dialog').at(-1)!);
const sent = (command: string) => till.calls.findLast((each) => each.command === command)?.input;

test('a locked device shows what differs side by side and is cleared with a note', async () => {
  await fireEvent.click(screen.getByText('Back door'));
  await vi.waitFor(() => sheet().getByText('Another device answers in its place'));
  expect(sheet().getByText('FC-2044-70031')).toBeTruthy();
  await fireEvent.click(sheet().getByRole('button', { name: /Clear the lock/ }));
  const go = sheet().getByRole<HTMLButtonElement>('button', { name: 'Clear the lock' });
  expect([go.disabled, sheet().queryByText(/Then a manager approves/) !== null]).toEqual([
    true,
    true,
  ]);
  await fireEvent.input(sheet().getByLabelText('What did you find?'), {
    target: { value: 'Exchanged by the provider' },
  });
  await fireEvent.input(sheet().getByLabelText('Serial number on its label'), {
    target: { value: 'FC-2044-70031' },
  });
  await fireEvent.click(go);
  await vi.waitFor(() =>
    expect(sent('device_clear')).toEqual({
      device_id: 't-3',
      note: 'Exchanged by the provider',
      serial_number: 'FC-2044-70031',
      cause: null,
    }),
  );
});

test('a payment that the books lack is told with its amount; whence it came is asked', async () => {
  await fireEvent.click(screen.getByText('Kiosk'));
  await vi.waitFor(() => sheet().getByText(/0418 · €12\.00/));
  expect(sheet().getByText('0417')).toBeTruthy();
  await fireEvent.click(sheet().getByRole('button', { name: /Clear the lock/ }));
  const go = sheet().getByRole<HTMLButtonElement>('button', { name: 'Clear the lock' });
  const note = sheet().getByLabelText('What did you find?');
  await fireEvent.input(note, { target: { value: 'Jonas typed it in at noon' } });
  expect(go.disabled).toBe(true);
  const [by_hand] = sheet().getAllByRole('radio');
  expect(document.activeElement).toBe(by_hand);
  await fireEvent.click(by_hand!);
  await fireEvent.click(go);
  await vi.waitFor(() =>
    expect(sent('device_clear')).toMatchObject({ device_id: 't-4', cause: 'taken_by_hand' }),
  );
});

test('an inspection in order needs every point and a note; one that is not locks at once', async () => {
  await fireEvent.click(screen.getByText('Counter terminal'));
  await vi.waitFor(() => sheet().getByRole('button', { name: 'Inspect' }));
  await fireEvent.click(sheet().getByRole('button', { name: 'Inspect' }));
  const keep = sheet().getByRole<HTMLButtonElement>('button', { name: 'Keep the inspection' });
  for (const box of sheet().getAllByRole('checkbox')) await fireEvent.click(box);
  expect(keep.disabled).toBe(true);
  await fireEvent.input(sheet().getByLabelText('Note'), { target: { value: 'Clean' } });
  expect(keep.disabled).toBe(false);
  await fireEvent.click(sheet().getByRole('radio', { name: 'Something is wrong' }));
  await fireEvent.click(sheet().getByRole('button', { name: 'Lock the device' }));
  await vi.waitFor(() => sheet().getByText('It says it was opened, or was found so'));
  expect(sent('device_inspect')).toMatchObject({ device_id: 't-1', ok: false, note: 'Clean' });
});
