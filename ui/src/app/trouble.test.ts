// What the window says when something is wrong, and that each of it can be left without a restart: the
// disk, a till that had stopped without warning, a sale that waits for its terminal.
import { configure, fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TillStatus } from '$/api';
import { useHost } from '$/host';
import { words } from '$/i18n/texts.svelte';
import { sale } from '$/parts/sale/sale.svelte';
import { NOON } from '$/test/till/sale';
import { pretendTill, type Till } from '$/test/till/till';
import App from './App.svelte';
import { router } from './router.svelte';
import { session } from './session.svelte';

vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 });
const within_ms = { timeout: 15_000 };
let till: Till;
const press = async (key: string) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  (document.activeElement ?? document.body).dispatchEvent(event);
  await tick();
};
const button = (name: RegExp) => screen.getByRole<HTMLButtonElement>('button', { name });
async function ring() {
  await fireEvent.click(await screen.findByRole('button', { name: /Sourdough/ }));
  await screen.findByText('1 line · 1 item');
}

beforeAll(async () => {
  configure({ asyncUtilTimeout: 15_000 });
  await import('../screens/sell/Sell.svelte');
});
beforeEach(async () => {
  localStorage.clear();
  words.speak('en', false);
  router.replace('/sell');
  till = pretendTill({ as: 'cashier' });
  useHost(till);
  render(App);
  await screen.findByPlaceholderText(/Scan, or type/);
});
afterEach(async () => {
  await session.signOut();
  sale.show({ state: 'completed', lines: [], attempts: [] } as never);
  sale.next();
});

describe('the disk', () => {
  test.each(['full', 'failed', 'read_only'] as TillStatus['file'][])(
    '%s: no new sale and no card, in words; gone by itself',
    async (file) => {
      till.status({ file });
      await screen.findByRole('alert');
      expect(screen.getByRole('alert').textContent).toMatch(/No money moved/);
      screen.getByText('No new sale now');
      await vi.waitFor(() => expect(button(/Sourdough/).disabled).toBe(true), within_ms);
      till.status({ file: 'good' });
      await screen.findByText('Scan the first product');
      expect(screen.queryByRole('alert')).toBeNull();
      expect(button(/Sourdough/).disabled).toBe(false);
    },
  );

  test('full in the middle of a sale: cash goes on, the card key says why it does not', async () => {
    await ring();
    till.status({ file: 'full' });
    await vi.waitFor(() => expect(button(/^Card$/).disabled).toBe(true), within_ms);
    expect(button(/^Card$/).title).toBe('No card payments now');
    await press('F8');
    expect(till.calls.some((each) => each.command === 'sale_pay_card')).toBe(false);
    await press('Enter');
    await press('Enter');
    await vi.waitFor(() => expect(till.sale?.state).toBe('completed'), within_ms);
  });
});

test('a till that had stopped says what came back, once, and one key confirms it', async () => {
  till.status({ recovered: { at: NOON, open_sales: 2, doubts: 1 } });
  const sheet = within(await screen.findByRole('dialog'));
  sheet.getByText('2 open sales are back as they were');
  sheet.getByText(/One card payment is in doubt/);
  sheet.getByText(/last quarter of a second/);
  await press('Enter');
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull(), within_ms);
  expect(till.calls.filter((each) => each.command === 'recovery_seen').length).toBe(1);
});

describe('a sale that waits', () => {
  test('says so, takes no card and no line, and the till sells on by one key', async () => {
    await ring();
    await press('F8');
    await vi.waitFor(() => expect(till.sale?.attempts.length).toBe(1), within_ms);
    till.end('unknown');
    await screen.findByText('Was this card charged?');
    await press('Escape');
    const waits = await screen.findByText('This sale waits for the terminal’s word.');
    expect(waits).toBeTruthy();
    expect(button(/^Card$/).disabled).toBe(true);
    expect(button(/^Discount$/).disabled).toBe(true);
    await fireEvent.click(button(/^Sell on$/));
    await vi.waitFor(() => expect(till.sale).toBeNull(), within_ms);
    await screen.findByText('Scan the first product');
    await press('F4');
    await screen.findByText('in doubt');
    await press('Escape');
  });

  test('a part that is approved and not ended is no doubt: the rest waits a moment', async () => {
    await ring();
    await press('F8');
    await vi.waitFor(() => expect(till.sale?.attempts.length).toBe(1), within_ms);
    till.end('approved', { amount_minor: 200 });
    await screen.findByText('Terminal is finishing');
    till.end('captured', { amount_minor: 200 });
    await screen.findByText('Still to pay');
  });
});
