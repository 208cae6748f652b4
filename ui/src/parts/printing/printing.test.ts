import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { PrintJobView, TillStatus } from '$/api';
import { startEvents } from '$/app/events';
import { live } from '$/app/live.svelte';
import { session } from '$/app/session.svelte';
import { useHost } from '$/host';
import { words } from '$/i18n/texts.svelte';
import { DEVICES, peripheral } from '$/test/till/devices';
import { NOON } from '$/test/till/sale';
import { pretendTill, type Till } from '$/test/till/till';
import { printing, samePaper } from './jobs.svelte';
import PaperState from './PaperState.svelte';
import PrintPill from './PrintPill.svelte';
import { printPill } from './words';

let till: Till;
const what = { kind: 'receipt' as const, sale_id: 's-1' };
const job = (more: Partial<PrintJobView> = {}): PrintJobView => ({
  job_id: 'j-1',
  what,
  state: 'troubled',
  copy: false,
  printer_name: 'Epson TM-m30III',
  made_at: NOON,
  tries: 1,
  trouble: 'paper_out',
  ...more,
});
const second = peripheral('printer', 'Kitchen', { peripheral_id: 'p-2' });

beforeEach(async () => {
  words.speak('en', false);
  till = pretendTill({
    as: 'cashier',
    devices: [...DEVICES, second],
    more: {
      print_again: () => job({ state: 'done', trouble: null }),
      print_give_up: () => job({ state: 'given_up' }),
    },
  });
  useHost(till);
  await session.start();
  live.start();
  startEvents(() => {});
  printing.follow();
});

describe('a paper in trouble', () => {
  test('says why, and one key prints it again', async () => {
    render(PaperState, { what });
    till.emit({ type: 'print_job', job: job() });
    await screen.findByText(/the paper is out/);
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('Printed');
    expect(till.calls.some((each) => each.command === 'print_again')).toBe(true);
  });

  test('goes to the other printer, and the first job is given up only then', async () => {
    render(PaperState, { what });
    till.emit({ type: 'print_job', job: job() });
    await vi.waitFor(() => expect(live.status).not.toBeNull());
    await fireEvent.click(await screen.findByRole('button', { name: 'Print on Kitchen' }));
    await vi.waitFor(() => expect(till.calls.at(-1)?.command).toBe('print_give_up'));
    expect(till.calls.at(-2)).toMatchObject({ command: 'print', input: { what, printer: 'p-2' } });
  });
});

test('the queue lists what waits, opens from the bar, and gives up on wish', async () => {
  render(PrintPill);
  await vi.waitFor(() => expect(printing.loaded).toBe(true));
  till.emit({ type: 'print_job', job: job() });
  till.status({ print_troubled: 1 });
  await fireEvent.click(await screen.findByText('1 paper not printed'));
  await fireEvent.click(await screen.findByRole('button', { name: 'Do not print it' }));
  await vi.waitFor(() => expect(till.calls.at(-1)?.command).toBe('print_give_up'));
});

test('papers are the same by what they name, whatever the order of its parts', () => {
  expect(samePaper(what, { sale_id: 's-1', kind: 'receipt' })).toBe(true);
  expect(samePaper(what, { kind: 'gift', sale_id: 's-1' })).toBe(false);
});

test.each([
  [{ print_troubled: 2 }, 0, 'bad', 'print-status-troubled'],
  [{ health: 'away' }, 3, 'bad', 'print-status-printer'],
  [{}, 1, 'warn', 'print-status-waiting'],
  [{ health: 'paper_low' }, 0, 'warn', 'print-status-printer'],
  [{}, 0, undefined, undefined],
] as const)('the bar with %j and %i waiting', (now, waiting, tone, key) => {
  const { print_troubled = 0, health = 'ready' } = now as {
    print_troubled?: number;
    health?: TillStatus['devices'][number]['health'];
  };
  const devices = [{ peripheral_id: 'p', kind: 'printer' as const, name: 'P', health }];
  const pill = printPill({ print_troubled, devices } as unknown as TillStatus, waiting);
  expect([pill?.tone, pill?.key]).toEqual([tone, key]);
});
