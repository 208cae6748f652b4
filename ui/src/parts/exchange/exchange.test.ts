// An exchange through the window: goods back from a receipt, others taken, uneven and even.
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import App from '$/app/App.svelte';
import { router } from '$/app/router.svelte';
import { session } from '$/app/session.svelte';
import { useHost } from '$/host';
import { words } from '$/i18n/texts.svelte';
import { sale } from '$/parts/sale/sale.svelte';
import { books } from '$/test/till/books';
import { pretendTill, type Till } from '$/test/till/till';

let till: Till;
vi.setConfig({ testTimeout: 20_000 });
beforeAll(async () => {
  await import('$/screens/sell/Sell.svelte');
  await import('$/screens/sales/SaleToReturn.svelte');
});
beforeEach(() => {
  localStorage.clear();
  words.speak('en', false);
  till = pretendTill({ as: 'cashier', more: books });
  useHost(till);
});
afterEach(async () => {
  await session.signOut();
  sale.show({ state: 'completed', lines: [], attempts: [] } as never);
  sale.next();
});

async function press(key: string) {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await tick();
}
const scanned = (code: string) => till.emit({ type: 'scanned', code });
const last = (command: string) =>
  till.calls.filter((each) => each.command === command).at(-1)?.input as Record<string, unknown>;

/** Brings one strawberry jam (4.75) of the sale 2-0416 back, by scanner alone, and exchanges it. */
async function bringBack() {
  router.replace('/sell');
  render(App);
  await screen.findByPlaceholderText(/Scan, or type/);
  scanned('2-0416');
  await screen.findByText('Return goods of 2-0416');
  scanned('4000000000011');
  await vi.waitFor(() =>
    expect(screen.getByLabelText<HTMLInputElement>(/Quantity of Strawberry jam/).value).toBe('1'),
  );
  await press('F7');
  await screen.findByText('Brought back of 2-0416');
}

test('goods that cost more leave the difference to pay', async () => {
  await bringBack();
  expect(last('exchange_start')).toMatchObject({
    original_sale_id: 's-416',
    lines: [{ quantity: '1', written_off: false }],
  });
  scanned('4000000000003');
  const pane = within(screen.getByRole('complementary', { name: 'Sale' }));
  await vi.waitFor(() => expect(pane.getAllByText('€13.75').length).toBeGreaterThan(0));
  await press('Enter');
  await press('Enter');
  await vi.waitFor(() => expect(till.sale?.state).toBe('completed'));
  expect(last('sale_pay_cash')).toMatchObject({ given_minor: 1375 });
});

test('goods that cost less are paid back on the half that comes back', async () => {
  await bringBack();
  const { return_sale_id } = last('exchange_start');
  scanned('4000000000001');
  await screen.findByRole('button', { name: /Pay back.*€2\.40/ });
  await press('Enter');
  await vi.waitFor(() => expect(last('sale_view')).toEqual({ sale_id: return_sale_id }));
  const sheet = await screen.findByRole('dialog');
  await within(sheet).findAllByText(/€2\.40/);
  await press('Escape');
  await screen.findByText('Brought back of 2-0416');
  await press('Enter');
  await screen.findByRole('dialog');
  await press('Enter');
  await vi.waitFor(() => expect(last('sale_pay_cash')).toMatchObject({ sale_id: return_sale_id }));
});

test('an even exchange is done with one key', async () => {
  await bringBack();
  scanned('4000000000011');
  await screen.findByText('Complete');
  await press('Enter');
  await vi.waitFor(() => expect(till.sale?.state).toBe('completed'));
  expect(last('sale_pay_cash')).toBeUndefined();
});

test('the goods brought back can be taken off again', async () => {
  await bringBack();
  await fireEvent.click(screen.getByLabelText(/Take the goods brought back off/));
  await vi.waitFor(() => expect(screen.queryByText('Brought back of 2-0416')).toBeNull());
});
