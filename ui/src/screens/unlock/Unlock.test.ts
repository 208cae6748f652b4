// The start screen while an older file is changed, while that waits, and while a backup takes the
// place of the books.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RestoreState, ShopStatus, TillStatus, UpdateProgress } from '$/api';
import { live } from '$/app/live.svelte';
import { session } from '$/app/session.svelte';
import { useHost } from '$/host';
import { fakeHost } from '$/host/fake';
import { words } from '$/i18n/texts.svelte';
import { gates } from '$/test/till/office';
import { pretendTill } from '$/test/till/till';
import Unlock from './Unlock.svelte';

let status: ShopStatus;
let stop: () => void;
let host: ReturnType<typeof fakeHost>;
const begin = async (reason: string) => {
  status = await gates('locked', reason).shop_status!({}, {});
  host = fakeHost({ shop_status: () => status, shop_unlock: () => status });
  useHost(host);
  await session.start();
  stop = live.start();
  render(Unlock);
};
const tell = (progress: UpdateProgress) => host.emit({ type: 'update', progress });

beforeEach(() => words.speak('en', false));
afterEach(() => stop());

test('an update tells its step and how far that is, and the till goes on by itself', async () => {
  await begin('updating');
  tell({ step: 'copying', done: 420, total: 1000, trouble: null });
  const now = await screen.findByText('Backup of the books as they are');
  expect(now.closest('li')!.textContent).toContain('42%');
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('42');
  tell({ step: 'changing', done: 0, total: 0, trouble: null });
  await vi.waitFor(() =>
    expect(screen.getByRole('progressbar').hasAttribute('aria-valuenow')).toBe(false),
  );
  // Nothing is to be pressed while the file is written.
  expect(screen.queryByRole('button')).toBeNull();
  status = { ...status, state: 'open', unlock_reason: null, update: null };
  host.emit({ type: 'changed', tags: ['shop'] });
  await vi.waitFor(() => expect(session.shop?.state).toBe('open'));
});

test('an update that waits says why, and is tried again', async () => {
  await begin('updating');
  const waits = await gates('locked', 'update_waits').shop_status!({}, {});
  const failed = waits.update!;
  status = waits;
  tell(failed);
  const said = await screen.findByRole('alert');
  expect(said.textContent).toContain('412 MB are needed, 96 MB are free');
  status = {
    ...status,
    unlock_reason: 'updating',
    update: { ...failed, step: 'copying', trouble: null },
  };
  await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('progressbar')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('while the books are replaced nothing is to be pressed, and the till goes on by itself', async () => {
  await begin('being_restored');
  const till = await pretendTill().call('till_status', {});
  const standing = (state: RestoreState) => ({ stage_id: 'stage', state });
  const say = (restore: TillStatus['restore']) =>
    host.emit({ type: 'status', status: { ...till, restore } });
  say(standing('running'));
  expect(await screen.findByRole('progressbar', { name: 'Restoring' })).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
  expect(screen.queryByRole('textbox')).toBeNull();
  // Neither those of before nor those of the backup opened: now it is to be opened by hand.
  say(standing('failed'));
  expect(await screen.findByRole('button', { name: 'Open the shop' })).toBeTruthy();
  say(standing('running'));
  await screen.findByRole('progressbar', { name: 'Restoring' });
  status = { ...status, state: 'open', unlock_reason: null };
  say(standing('done'));
  await vi.waitFor(() => expect(session.shop?.state).toBe('open'));
});
