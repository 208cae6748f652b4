// A cashier's way through the window on a pretended till: sign in, ring, pay, next.
import { configure, fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { useHost } from '$/host';
import { words } from '$/i18n/texts.svelte';
import { sale } from '$/parts/sale/sale.svelte';
import { pretendTill, type Till, type TillOptions } from '$/test/till/till';
import App from './App.svelte';
import { router } from './router.svelte';
import { session } from './session.svelte';

let at_ms = 1000;
async function press(key: string, after_ms = 200) {
  at_ms += after_ms;
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  Object.defineProperty(event, 'timeStamp', { value: at_ms });
  (document.activeElement ?? document.body).dispatchEvent(event);
  await tick();
}
async function scan(code: string) {
  for (const char of code) await press(char, 8);
  await press('Enter', 8);
}
const BREAD = '4000000000000';
const MILK = '4000000000001';

async function open(options: TillOptions): Promise<Till> {
  const till = pretendTill(options);
  useHost(till);
  render(App);
  if (options.as) await screen.findByPlaceholderText(/Scan, or type/);
  return till;
}
const sheet = () => within(screen.getAllByRole('dialog').at(-1)!);

beforeAll(async () => {
  configure({ asyncUtilTimeout: 5000 });
  vi.setConfig({ testTimeout: 20_000 });
  await import('../screens/sell/Sell.svelte');
  await import('../screens/sign-in/SignIn.svelte');
});
beforeEach(() => {
  localStorage.clear();
  words.speak('en', false);
  router.replace('/sell');
});
afterEach(async () => {
  await session.signOut();
  sale.show({ state: 'completed', lines: [], attempts: [] } as never);
  sale.next();
});

describe('sign-in', () => {
  test('a wrong PIN says so, the right one opens the till', async () => {
    await open({});
    await fireEvent.click(await screen.findByRole('radio', { name: /Jonas/ }));
    for (const digit of '111111') await press(digit);
    await press('Enter');
    await screen.findByText(/4 tries are left/);
    for (const digit of '123456') await press(digit);
    await press('Enter');
    await screen.findByPlaceholderText(/Scan, or type/);
  });
});

describe('ringing', () => {
  test('fast scans all land, in order, in one sale', async () => {
    const till = await open({ as: 'cashier' });
    for (const code of [BREAD, MILK, MILK]) await scan(code);
    await screen.findByText('€2.35 each');
    expect(till.sale?.lines.map((line) => line.quantity)).toEqual(['1', '2']);
    const ids = till.calls.filter((call) => call.command === 'sale_scan');
    expect(new Set(ids.map((call) => (call.input as { sale_id: string }).sale_id)).size).toBe(1);
  });

  test('an unknown code is told and changes nothing', async () => {
    const till = await open({ as: 'cashier' });
    await scan('4999999999999');
    await screen.findByText(/No product has the code 4999999999999/);
    expect(till.sale).toBeNull();
  });

  test('a removed line comes back by undo', async () => {
    const till = await open({ as: 'cashier' });
    await scan(BREAD);
    await screen.findByText('1 line · 1 item');
    await press('Delete');
    await fireEvent.click(await screen.findByText('Undo'));
    await vi.waitFor(() => expect(till.sale?.lines[0]?.voided).toBe(false));
  });

  test('the language changes in the middle of a sale', async () => {
    await open({ as: 'cashier' });
    await scan(BREAD);
    await screen.findByText('1 line · 1 item');
    words.speak('zh', false);
    await screen.findByText('1行 · 1件');
    expect(screen.getAllByText('乡村酸面包 750克').length).toBeGreaterThan(0);
  });

  test('a discount over the limit asks for another person and is theirs', async () => {
    const till = await open({ as: 'cashier', needs_approval: ['sale_discount'] });
    await scan(BREAD);
    await screen.findByText('1 line · 1 item');
    await press('F5');
    await fireEvent.click(sheet().getByText('10%'));
    await vi.waitFor(() => expect(sheet().getByText('Approval needed')).toBeTruthy());
    await sheet().findByRole('radio', { name: /Mara/ });
    for (const digit of '123456') await press(digit);
    await press('Enter');
    await vi.waitFor(() => expect(till.sale?.lines[0]?.approved_by).toBe('Mara Lindqvist'));
  });
});

describe('paying', () => {
  test('Enter twice takes the exact cash; Enter again is the next customer', async () => {
    const till = await open({ as: 'cashier' });
    await scan(BREAD);
    await screen.findByText('1 line · 1 item');
    await press('Enter');
    await press('Enter');
    await vi.waitFor(() => expect(till.sale?.state).toBe('completed'));
    expect(till.sale?.tenders[0]).toMatchObject({ kind: 'cash', given_minor: 420 });
    await vi.waitFor(() => expect(sheet().getByText('Next customer')).toBeTruthy());
    await press('Enter');
    await vi.waitFor(() => expect(screen.queryByText('Next customer')).toBeNull());
  });

  test('the next scan begins the next sale', async () => {
    const till = await open({ as: 'cashier' });
    await scan(BREAD);
    await screen.findByText('1 line · 1 item');
    await press('Enter');
    await press('Enter');
    await vi.waitFor(() => expect(screen.getByText('Next customer')).toBeTruthy());
    const first = till.sale!.sale_id;
    await scan(MILK);
    await vi.waitFor(() => expect(till.sale?.sale_id).not.toBe(first));
    await vi.waitFor(() => expect(screen.queryByText('Next customer')).toBeNull());
  });

  test('one key sends the card; nothing else can be pressed until it ends', async () => {
    const till = await open({ as: 'cashier' });
    await scan(BREAD);
    await screen.findByText('1 line · 1 item');
    await press('F8');
    await vi.waitFor(() => expect(till.sale?.attempts.length).toBe(1));
    till.step('accepted');
    await screen.findByText('Insert, tap or swipe');
    expect(sheet().queryByText('Another way')).toBeNull();
    till.end('approved');
    await vi.waitFor(() => expect(sheet().getByText('Next customer')).toBeTruthy());
  });

  test('an answer to the call that events have overtaken does not set the steps back', async () => {
    const till = await open({
      as: 'cashier',
      more: {
        sale_pay_card: (input) => {
          const answer = till.charge(input);
          till.step('accepted');
          return answer;
        },
      },
    });
    await scan(BREAD);
    await screen.findByText('1 line · 1 item');
    await press('F8');
    await screen.findByText('Insert, tap or swipe');
    expect(till.sale?.attempts[0]?.steps.length).toBe(2);
  });

  test('an answer that never came asks the question and offers no second charge', async () => {
    const till = await open({ as: 'cashier' });
    await scan(BREAD);
    await screen.findByText('1 line · 1 item');
    await press('F8');
    await vi.waitFor(() => expect(till.sale?.attempts.length).toBe(1));
    till.end('unknown');
    await screen.findByText('Was this card charged?');
    expect(sheet().queryByText('Cash')).toBeNull();
    expect(sheet().queryByText('Try the card again')).toBeNull();
    await press('Enter');
    await vi.waitFor(() => expect(till.calls.at(-1)?.command).toBe('payment_ask'));
  });

  test('a question left open over one sale does not open over the next, nor charge its card', async () => {
    const till = await open({ as: 'cashier' });
    await scan(BREAD);
    await screen.findByText('1 line · 1 item');
    await press('F8');
    await vi.waitFor(() => expect(till.sale?.attempts.length).toBe(1));
    till.end('unknown');
    await screen.findByText('Was this card charged?');
    await fireEvent.click(screen.getByText('Leave the sale waiting'));
    await vi.waitFor(() => expect(till.sale).toBeNull());
    await scan(MILK);
    await vi.waitFor(() => expect(till.sale?.lines.length).toBe(1));
    await vi.waitFor(() => expect(screen.queryAllByRole('dialog')).toEqual([]));
    expect(till.calls.filter((call) => call.command === 'sale_pay_card').length).toBe(1);
  });

  test('part in cash, the rest by card', async () => {
    const till = await open({ as: 'cashier' });
    await scan(BREAD);
    await screen.findByText('1 line · 1 item');
    await press('Enter');
    await press('2');
    await press('Enter');
    await vi.waitFor(() => expect(till.sale?.paid_minor).toBe(200));
    await sheet().findByText('Still to pay');
    await press('F8');
    await press('Enter');
    await vi.waitFor(() => expect(till.sale?.attempts[0]?.amount_minor).toBe(220));
  });
});

test('a locked till keeps the sale and wants the PIN', async () => {
  const till = await open({ as: 'cashier' });
  await scan(BREAD);
  await screen.findByText('1 line · 1 item');
  await press('F12');
  await screen.findByText('Locked');
  for (const digit of '123456') await press(digit);
  await press('Enter');
  await screen.findByText('1 line · 1 item');
  expect(till.sale?.lines.length).toBe(1);
});

test('each role sees its own rooms only', async () => {
  router.go('/users');
  await open({ as: 'cashier' });
  expect(router.path).toBe('/sell');
  expect(screen.queryByRole('navigation')).toBeNull();
});
