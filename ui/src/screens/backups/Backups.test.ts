import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { live } from '$/app/live.svelte';
import { session } from '$/app/session.svelte';
import { useHost } from '$/host';
import { words } from '$/i18n/texts.svelte';
import { paperNumber } from '$/parts/restore/restore.svelte';
import { sizeOf } from '$/parts/safety/size';
import { pretendTill, type Till } from '$/test/till/till';
import Backups from './Backups.svelte';
import { hourOf, missing, newPlace } from './plan';
import RestorePage from './RestorePage.svelte';

let till: Till;
let stop: () => void;
vi.setConfig({ testTimeout: 20_000 });
beforeEach(async () => {
  words.speak('en', false);
  till = pretendTill({ as: 'manager' });
  useHost(till);
  await session.start();
  stop = live.start();
});
afterEach(() => stop());
const sheet = () => within(screen.getAllByRole('dialog').at(-1)!);
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const sent = (command: string) => till.calls.findLast((each) => each.command === command)?.input;

describe('the backups', () => {
  beforeEach(async () => {
    render(Backups);
    await screen.findByText('Last good backup');
  });

  test('the age of the last good one is the largest word; one that failed is no good one', async () => {
    expect((await screen.findByText('9 hours ago')).tagName).toBe('STRONG');
    await fireEvent.click(screen.getByText('did not pass, 6 of 7'));
    expect(sheet().getByText('page 411')).toBeTruthy();
  });

  test('what the desk does is shown as it goes, and its end reads the list again', async () => {
    await press('Make one now');
    await screen.findByText('Copying the books page by page');
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('44');
    const made = till.calls.filter((each) => each.command === 'backup_list').length;
    till.emit({
      type: 'backup',
      progress: {
        act: 'make',
        backup_id: 'b-new',
        step: 'done',
        done: 1,
        total: 1,
        trouble: null,
      },
    });
    await vi.waitFor(() =>
      expect(till.calls.filter((each) => each.command === 'backup_list').length).toBe(made + 1),
    );
    expect(screen.queryByText('Copying the books page by page')).toBeNull();
  });

  test('a failure stays and says why', async () => {
    till.emit({
      type: 'backup',
      progress: {
        act: 'make',
        backup_id: null,
        step: 'failed',
        done: 0,
        total: 0,
        trouble: {
          code: 'place_unreachable',
          field: null,
          params: { reason: 'no space left' },
          retry_safe: true,
          approval: null,
          trace_id: '',
        },
      },
    });
    const said = await screen.findByRole('alert');
    expect(said.textContent).toContain('no space left');
  });

  test('a server is kept only after its key was compared and the place was tried', async () => {
    await screen.findByText('Office server');
    await fireEvent.click(screen.getAllByRole('button', { name: 'Change' })[0]!);
    await fireEvent.click(sheet().getByRole('button', { name: 'Add a place' }));
    await fireEvent.click(sheet().getByRole('radio', { name: 'Server (SFTP)' }));
    const type = (label: string, value: string) =>
      fireEvent.input(sheet().getByLabelText(label), { target: { value } });
    await type('Name', 'Cellar');
    await type('Server', 'cellar.example');
    await type('User', 'till');
    await type('Password', 'quiet river');
    const next = () => sheet().getByRole<HTMLButtonElement>('button', { name: 'Try it' });
    expect(next().disabled).toBe(true);
    await fireEvent.click(sheet().getByRole('button', { name: 'Ask who it is' }));
    await fireEvent.click(await sheet().findByLabelText(/It is the same key/));
    await fireEvent.click(next());
    await sheet().findByText('It works');
    await fireEvent.click(sheet().getByRole('button', { name: 'Keep this place' }));
    await fireEvent.click(sheet().getByRole('button', { name: 'Save' }));
    await vi.waitFor(() => expect(sent('backup_plan_save')).toBeTruthy());
    const { places } = sent('backup_plan_save') as { places: { name: string; secret: unknown }[] };
    expect(places.map(({ name, secret }) => [name, secret])).toEqual([
      ['Safe stick', null],
      ['Office server', null],
      ['Cellar', 'quiet river'],
    ]);
  });
});

test('a restore says what is lost before anybody agrees, and asks for the numbers on paper', async () => {
  render(RestorePage);
  await fireEvent.click((await screen.findAllByRole('radio'))[0]!);
  await press('Fetch and look');
  await screen.findByText('€341.26');
  const on = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Continue' });
  expect(on().disabled).toBe(true);
  await fireEvent.click(screen.getByLabelText('I know what is lost'));
  await fireEvent.click(on());
  expect(on().disabled).toBe(true);
  const receipt = screen.getByLabelText('Number on the newest receipt');
  await fireEvent.input(receipt, { target: { value: '2-0418' } });
  await fireEvent.click(on());
  await press(/^Restore the books of/);
  await vi.waitFor(() =>
    expect(sent('restore_begin')).toEqual({
      stage_id: 'st-1',
      paper_receipt_no: 418,
      paper_z_number: null,
    }),
  );
});

test.each([
  ['', null],
  ['2-0417', 417],
  [' 88 ', 88],
  ['0', undefined],
  ['12a', undefined],
  ['9999999999', undefined],
])('the paper number %j is %j', (text, number) => expect(paperNumber(text)).toBe(number));

test.each([
  ['3:00', '03:00'],
  ['23.59', '23:59'],
  ['24:00', null],
  ['noon', null],
])('the hour %j is %j', (text, hour) => expect(hourOf(text)).toBe(hour));

test.each([
  [999, '1.0 kB'],
  [4_231_168, '4.2 MB'],
  [41_000_000_000, '41 GB'],
])('%d bytes are %s', (bytes, text) => expect(sizeOf(bytes)).toBe(text));

test('a place says what it lacks, the key of a server before its secret', () => {
  const stick = { ...newPlace('stick'), name: 'Safe' };
  expect([missing(newPlace()), missing(stick)]).toEqual(['name', 'stick']);
  const server = { ...newPlace('sftp'), name: 'S', host: 'h', user: 'u' };
  expect(missing(server)).toBe('host_key');
  expect(missing({ ...server, host_key: 'SHA256:x' })).toBe('secret');
  expect(missing({ ...server, host_key: 'SHA256:x', secret_kept: true })).toBeNull();
  expect(missing({ ...server, port: '0' })).toBe('port');
});
