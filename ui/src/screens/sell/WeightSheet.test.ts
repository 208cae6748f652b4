import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import { live } from '$/app/live.svelte';
import { useHost, CallError } from '$/host';
import type { Answers } from '$/host/fake';
import { words } from '$/i18n/texts.svelte';
import { dispatchKey } from '$/input/hotkeys.svelte';
import { DEVICES } from '$/test/till/devices';
import { products } from '$/test/till/goods';
import { pretendTill } from '$/test/till/till';
import Asked from './Asked.svelte';
import { asks } from './asks.svelte';
import { ring } from './keys';
import WeightSheet from './WeightSheet.svelte';

const comte = products[2]!;
const onset = vi.fn();

async function open(scale: boolean, more: Answers = {}) {
  words.speak('en', false);
  useHost(pretendTill({ as: 'cashier', devices: scale ? DEVICES : [], more }));
  live.start();
  await vi.waitFor(() => expect(live.status?.devices.length).toBe(scale ? DEVICES.length : 0));
  render(WeightSheet, { product: comte, onset, onclose: vi.fn() });
}
const enter = () => dispatchKey(new KeyboardEvent('keydown', { key: 'Enter' }));
beforeEach(() => onset.mockClear());

test('only a stable weight is taken', async () => {
  let stable = false;
  await open(true, { weigh: () => ({ weight: '0.642', stable }) });
  await screen.findByText('Still moving');
  enter();
  expect(onset).not.toHaveBeenCalled();
  stable = true;
  await screen.findByText('Stable');
  enter();
  expect(onset).toHaveBeenCalledWith('0.642');
});

test('a scale that does not answer says so, and the weight is typed', async () => {
  await open(true, {
    weigh: () => {
      throw new CallError({ code: 'device_failed' });
    },
  });
  await screen.findByRole('alert');
  await fireEvent.click(screen.getByText('Type the weight'));
  for (const key of '0.5') dispatchKey(new KeyboardEvent('keydown', { key }));
  enter();
  expect(onset).toHaveBeenCalledWith('0.5');
});

test('without a scale the pad stands there at once', async () => {
  await open(false);
  await screen.findByText('Set');
});

test('a code without a weight asks for it, and without an answer its line goes again', async () => {
  words.speak('en', false);
  const till = pretendTill({ as: 'cashier' });
  useHost(till);
  expect(await ring('4000000000004')).toBe(true);
  expect(asks.open).toMatchObject({
    kind: 'scanned_weight',
    line: { name: 'Blood oranges, loose' },
  });
  render(Asked);
  await screen.findByText('Weight of Blood oranges, loose');
  dispatchKey(new KeyboardEvent('keydown', { key: 'Escape' }));
  await vi.waitFor(() => expect(till.sale?.lines[0]?.voided).toBe(true));
  expect(await ring('4000000000001')).toBe(true);
  expect(asks.open).toBeNull();
});
