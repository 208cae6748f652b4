import { render, screen } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import { words } from '$/i18n/texts.svelte';
import { period, terminalFigure, terminalTold } from '$/test/till/cash';
import { acts, accountName, cardRows, cashBeside } from './period';
import PeriodPaper from './PeriodPaper.svelte';

beforeEach(() => words.speak('en', false));

test('a card differs by amount or by count; what the terminal did not tell differs by nothing', () => {
  const [first, , visa] = cardRows(terminalTold);
  expect([first?.differs, visa?.differs, visa?.difference_minor]).toEqual([false, true, 2340]);
  expect(cardRows(terminalFigure).some((row) => row.differs)).toBe(false);
  const count = { ...terminalTold, cards: [{ ...terminalTold.cards[0]! }] };
  count.cards[0]!.theirs = { ...count.cards[0]!.ours, count: 85 };
  expect(cardRows(count)[0]).toMatchObject({ differs: true, difference_minor: 0 });
});

test('acts that are watched stand at zero; cash that did not move does not', () => {
  const none = { count: 0, amount_minor: 0 };
  const quiet = period({ no_sales: none, paid_in: none, paid_out: none, drops: none });
  expect(acts(quiet).map((row) => row.text)).toContain('Opened without a sale');
  expect(cashBeside(quiet).map((row) => row.text)).toEqual(['Cash rounding', 'Over or short']);
});

test.each([
  ['drawer_cash', 'Cash in drawers'],
  ['sales-1', 'Sales, tax class 1'],
  ['tax_payable-12', 'Tax payable, class 12'],
])('the account %s is called %s', (name, text) => {
  expect(accountName(name)).toBe(text);
});

test('a terminal that ended its day twice, and two approvals in one sale, both stand in it', () => {
  const [approval] = period().approvals;
  const twice = { ...approval!, act: 'sale_discount' };
  const noon = { ...terminalTold, batch_no: 117 };
  render(PeriodPaper, {
    report: period({ approvals: [twice, twice], terminals: [noon, terminalTold, terminalFigure] }),
  });
  expect(screen.getAllByText('Give a discount').length).toBe(2);
  expect(screen.getByText('End of day 117')).toBeTruthy();
  expect(screen.getByText('No end of day yet')).toBeTruthy();
});
