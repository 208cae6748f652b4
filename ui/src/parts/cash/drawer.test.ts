// The drawer on the screens: it opens on the way to a cash payment, it is counted without being told,
// the difference comes afterwards, and the day closes once it is closed.
import { configure, fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import App from '$/app/App.svelte';
import { router } from '$/app/router.svelte';
import { session } from '$/app/session.svelte';
import { CallError, useHost } from '$/host';
import type { Answers } from '$/host/fake';
import { words } from '$/i18n/texts.svelte';
import { sale } from '$/parts/sale/sale.svelte';
import { pretendTill, type Till, type TillOptions } from '$/test/till/till';

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
const sheet = () => within(screen.getAllByRole('dialog').at(-1)!);
const sent = (till: Till, command: string) =>
  till.calls.filter((call) => call.command === command).map((call) => call.input);

async function open(path: string, options: TillOptions): Promise<Till> {
  const till = pretendTill(options);
  useHost(till);
  router.replace(path);
  render(App);
  return till;
}

beforeAll(async () => {
  configure({ asyncUtilTimeout: 4000 });
  vi.setConfig({ testTimeout: 20_000 });
  await Promise.all([
    import('../../screens/sell/Sell.svelte'),
    import('../../screens/drawer/Drawer.svelte'),
    import('../../screens/drawer/Count.svelte'),
    import('../../screens/close/Close.svelte'),
    import('../../screens/limits/Limits.svelte'),
  ]);
});
beforeEach(() => {
  localStorage.clear();
  words.speak('en', false);
});
afterEach(async () => {
  await session.signOut();
  sale.show({ state: 'completed', lines: [], attempts: [] } as never);
  sale.next();
});

describe('cash without an open drawer', () => {
  /** Cash is refused until the drawer is open, as the backend does. */
  function guarded(): TillOptions {
    const base = pretendTill({ as: 'cashier', cash: { shift: null } });
    const ask: Answers['sale_pay_cash'] = async (input, opts) => {
      const { mine } = (await base.call('drawers', {}))!;
      if (mine === null) throw new CallError({ code: 'shift_needed' });
      return base.call('sale_pay_cash', input, opts);
    };
    const pass: Answers = { sale_pay_cash: ask };
    for (const command of ['sale_scan', 'sale_current', 'drawers', 'shift_open'] as const) {
      pass[command] = ((input: never, opts: never) => base.call(command, input, opts)) as never;
    }
    return { as: 'cashier', more: pass };
  }

  test('opens it with the usual float and the payment goes on', async () => {
    const till = await open('/sell', guarded());
    await screen.findByText('No drawer open');
    await scan('4000000000000');
    await screen.findByText('1 line · 1 item');
    await press('Enter');
    await press('Enter');
    expect(await screen.findByText(/Cash needs an open drawer/)).toBeTruthy();
    await press('Enter');
    await screen.findByText('Next customer');
    expect(sent(till, 'shift_open')).toEqual([{ drawer_no: null, float_minor: 15_000 }]);
    expect(sent(till, 'sale_pay_cash').length).toBe(2);
    expect(screen.getByText(/Drawer 1 · since/)).toBeTruthy();
  });

  test('a drawer not opened leaves the sale as it was, without a complaint', async () => {
    const till = await open('/sell', guarded());
    await screen.findByPlaceholderText(/Scan, or type/);
    await scan('4000000000000');
    await screen.findByText('1 line · 1 item');
    await press('Enter');
    await press('Enter');
    await screen.findByText(/Cash needs an open drawer/);
    await press('Escape');
    await vi.waitFor(() => expect(screen.queryByText(/Cash needs an open drawer/)).toBeNull());
    expect(sent(till, 'shift_open')).toEqual([]);
    expect(screen.queryByRole('alert')?.textContent ?? '').toBe('');
    expect(sale.live).toBe(true);
  });
});

describe('the drawer', () => {
  test('from the sell screen a drop takes two presses, an amount and a reason', async () => {
    const till = await open('/sell', { as: 'cashier' });
    await screen.findByPlaceholderText(/Scan, or type/);
    await press('F9');
    await screen.findByText('Moved in this shift');
    await press('F4');
    for (const digit of '50') await press(digit);
    expect(sheet().getByText('Choose why')).toBeTruthy();
    for (const key of ['ArrowDown', 'ArrowDown']) await press(key);
    expect(sheet().getByRole('radio', { checked: true }).textContent).toBe('For the bank');
    await press('Enter');
    await vi.waitFor(() => expect(sent(till, 'cash_drop').length).toBe(1));
    expect(sent(till, 'cash_drop')).toEqual([
      { shift_no: 41, amount_minor: 5000, reason: 'For the bank' },
    ]);
    expect(await screen.findByText('Drop · For the bank')).toBeTruthy();
  });

  test('a blind count tells nothing before it is given, then the difference in words', async () => {
    const till = await open('/drawer/41/count', { as: 'cashier', cash: { blind: true } });
    await screen.findByText(/Blind count/);
    expect(screen.queryByText('€683.40')).toBeNull();
    expect(screen.queryByText('Expected')).toBeNull();
    // Three notes of 200 and one of 50, by the keyboard alone.
    for (const key of ['3', 'Enter', 'Enter', '1', 'F10']) await press(key);
    await screen.findByText('€33.40 short');
    expect(sent(till, 'shift_count')).toEqual([
      {
        shift_no: 41,
        counts: [
          { unit_minor: 20_000, count: 3 },
          { unit_minor: 5000, count: 1 },
        ],
      },
    ]);
    await press('F2');
    expect(screen.getByRole('button', { name: /^€200: 3/ })).toBeTruthy();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', '1', 'F10'])
      await press(key);
    await screen.findByText(/Counted 2 times/);
    expect(screen.getByText('€23.40 short')).toBeTruthy();
    await press('Enter');
    await screen.findByText('Drawer 1 is closed');
    expect(sent(till, 'shift_close')).toEqual([{ shift_no: 41, note: null }]);
  });
});

describe('closing the day', () => {
  test('waits for the drawers and for nothing else, and says which terminal differs', async () => {
    const till = await open('/close', { as: 'manager' });
    await screen.findByText(/One drawer has to be counted/);
    const key = screen.getByRole('button', { name: /^Close the day/ });
    expect((key as HTMLButtonElement).disabled).toBe(true);
    await fireEvent.click(screen.getByRole('button', { name: 'End of day' }));
    await screen.findByText('Totals differ');
    expect(screen.getAllByText('+€23.40').length).toBe(2);
    expect(sent(till, 'terminal_close')).toEqual([{ terminal_id: 't-1' }]);
  });

  test('asks once, makes the Z of the number shown, and shows it', async () => {
    const till = await open('/close', { as: 'manager', cash: { shift: null } });
    await screen.findByText('Every drawer is counted and closed.');
    await screen.findByText(/In doubt: Terrace terminal/);
    await press('Enter');
    await fireEvent.click(await screen.findByRole('button', { name: 'Close the day' }));
    await screen.findByText('Z 118 is written');
    expect(sent(till, 'day_close')).toEqual([{ z_number: 118 }]);
    expect(screen.getByText(/8c1e4f0a97d25b3e/)).toBeTruthy();
  });
});

describe('limits', () => {
  const cell = (name: string) => screen.getByRole('combobox', { name });

  test('a changed cell is marked, a wrong one says so in its place, the rest is sent', async () => {
    const till = await open('/limits', { as: 'manager' });
    await screen.findByText('Give a discount');
    await fireEvent.change(cell('Pay cash out, Cashier'), { target: { value: 'limit' } });
    await press('s', 200);
    await fireEvent.click(screen.getByRole('button', { name: /^Save/ }));
    await screen.findByText('How far?');
    const most = screen.getByLabelText('Limit for Pay cash out, Cashier');
    await fireEvent.input(most, { target: { value: '20' } });
    await fireEvent.click(screen.getByRole('button', { name: /^Save/ }));
    await vi.waitFor(() => expect(sent(till, 'limits_save').length).toBe(1));
    expect(sent(till, 'limits_save')).toEqual([
      {
        cells: [
          { role: 'cashier', act: 'cash_pay_out', rule: { kind: 'amount', amount_minor: 2000 } },
        ],
      },
    ]);
    await fireEvent.click(await screen.findByText('usual: With approval'));
    expect(await screen.findByText('One limit is not saved yet')).toBeTruthy();
  });

  test('what the backend refuses stands at its cell', async () => {
    const refuse = () => {
      throw new CallError({
        code: 'field_invalid',
        field: 'cells.0',
        params: { reason: 'out_of_range' },
      });
    };
    await open('/limits', { as: 'manager', more: { limits_save: refuse } });
    await screen.findByText('Give a discount');
    await fireEvent.input(screen.getByLabelText('Limit for Give a discount, Cashier'), {
      target: { value: '99' },
    });
    await fireEvent.click(screen.getByRole('button', { name: /^Save/ }));
    expect(await screen.findByText('Too small or too large.')).toBeTruthy();
  });
});
