import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { session } from '$/app/session.svelte';
import { useHost } from '$/host';
import { hasText, words } from '$/i18n/texts.svelte';
import { waits } from '$/parts/safety/waiting';
import { POSTURE } from '$/test/till/safety';
import { pretendTill, type Till } from '$/test/till/till';
import type { TillStatus } from '$/api';
import { foundText, groupItems } from './posture';
import Safety from './Safety.svelte';

let till: Till;
vi.setConfig({ testTimeout: 20_000 });
async function open(as: 'manager' | 'technician') {
  words.speak('en', false);
  till = pretendTill({ as });
  useHost(till);
  await session.start();
  render(Safety);
  await screen.findByText('Something should be mended');
}

test('what has to be done stands before what is in order, with what to do', async () => {
  await open('technician');
  const heads = screen.getAllByRole('heading', { level: 3 }).map((each) => each.textContent);
  expect(heads).toEqual(['To mend1', 'Good to know1', 'Could not be found out1', 'In order11']);
  expect(screen.getByText(/Turn disk encryption on/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Change the rules' })).toBeNull();
});

test('the rules are saved together, and only when one changed', async () => {
  await open('manager');
  await fireEvent.click(screen.getByRole('button', { name: 'Change the rules' }));
  const rule = screen.getByLabelText('Rule for: The disk is encrypted');
  await fireEvent.change(rule, { target: { value: 'block' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await screen.findByRole('button', { name: 'Change the rules' });
  const saved = till.calls.find((each) => each.command === 'posture_policy_save');
  expect((saved?.input as { rules: unknown[] }).rules).toContainEqual({
    check: 'disk_encryption',
    rule: 'block',
  });
  expect((saved?.input as { rules: unknown[] }).rules).toHaveLength(POSTURE.items.length);
});

test('a bad finding falls under its rule, an unknown one under none', () => {
  const items = POSTURE.items.map((each) => ({ ...each, rule: 'block' as const }));
  expect(groupItems(items).map(({ group, items: of }) => [group, of.length])).toEqual([
    ['block', 2],
    ['unknown', 1],
    ['good', 11],
  ]);
});

test('each finding has its words, good and bad, in both languages', () => {
  for (const language of ['en', 'zh'] as const) {
    words.speak(language, false);
    for (const { check } of POSTURE.items) {
      const keys = [`posture-${check}`, `posture-${check}-bad`, `posture-${check}-todo`];
      expect(keys.filter((key) => !hasText(key))).toEqual([]);
    }
  }
  words.speak('en', false);
});

test('what was seen is said in words; what nobody has words for stands as it is', () => {
  const seen = { system: 'Debian 13', free_mb: '8964', reserve: 'missing', tracer: '' };
  expect(foundText(seen)).toBe('Debian 13 · 9.0 GB free · the reserve is missing');
});

const backup = { last_good_at: null, overdue: true, failed: false, running: false, waiting: 0 };
const status = {
  terminals: [],
  devices_locked: 1,
  inspections_due: 2,
  posture: 'block',
  backup,
  recovery_used: { count: 1, seq: 8 },
} as unknown as TillStatus;

test('the loudest comes first; who cannot mend it is told only of what stops cards', () => {
  const keys = (can: boolean) => waits(status, () => can).map((each) => [each.key, each.path]);
  expect(keys(true)).toEqual([
    ['status-devices-locked', '/devices'],
    ['status-posture-block', '/safety'],
    ['status-inspections-due', '/devices'],
    ['status-backup-overdue', '/safety/backups'],
    ['status-recovery-used', '/journal/8'],
  ]);
  expect(keys(false)).toEqual([
    ['status-devices-locked', undefined],
    ['status-posture-block', undefined],
  ]);
  // The pill of the terminals names the one that is locked already.
  const named = { ...status, terminals: [{ link: 'alarmed' }] } as unknown as TillStatus;
  expect(waits(named, () => false).map(({ key }) => key)).toEqual(['status-posture-block']);
});
