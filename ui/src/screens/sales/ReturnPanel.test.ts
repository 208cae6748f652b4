import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useHost } from '$/host';
import { words } from '$/i18n/texts.svelte';
import { books, soldSale } from '$/test/till/books';
import { pretendTill, type Till } from '$/test/till/till';
import ReturnPanel from './ReturnPanel.svelte';

let till: Till;
beforeEach(() => {
  words.speak('en', false);
  till = pretendTill({ as: 'manager', more: books });
  useHost(till);
});

/** Sale 411: two of one product, one of them back already. */
function open() {
  const sale = soldSale(416);
  sale.lines[0]!.quantity = '2';
  sale.lines[0]!.returned = '1';
  render(ReturnPanel, { sale, onleave: vi.fn() });
  return sale;
}
const field = (name: RegExp) => screen.getByLabelText<HTMLInputElement>(name);
const goOn = () => screen.getByRole('button', { name: /Go on to pay back/ });

describe('the return of goods', { timeout: 20_000 }, () => {
  it('never sends more than is left', async () => {
    const sale = open();
    const name = sale.lines[0]!.name;
    const quantity = field(new RegExp(`Quantity of ${name}`));
    await fireEvent.input(quantity, { target: { value: '2' } });
    expect(screen.getByRole('alert').textContent).toContain('Only 1 left');
    expect(goOn().hasAttribute('disabled')).toBe(true);
    await fireEvent.input(quantity, { target: { value: '1' } });
    expect(goOn().hasAttribute('disabled')).toBe(false);
  });

  it('starts with exactly the chosen lines', async () => {
    const sale = open();
    await fireEvent.click(screen.getByLabelText(`One more of ${sale.lines[0]!.name}`));
    await fireEvent.click(goOn());
    const call = till.calls.find((each) => each.command === 'return_start');
    expect(call?.input).toMatchObject({
      original_sale_id: sale.sale_id,
      lines: [{ line_no: 1, quantity: '1', written_off: false }],
    });
    expect(call?.opts.request_id).toBeTruthy();
  });

  it('says of each line whether it goes back on the shelf', async () => {
    const sale = open();
    await fireEvent.click(screen.getByLabelText(`One more of ${sale.lines[0]!.name}`));
    await fireEvent.click(
      screen.getByLabelText(`Write ${sale.lines[0]!.name} off`, { exact: false }),
    );
    await fireEvent.click(goOn());
    const call = till.calls.find((each) => each.command === 'return_start');
    expect(call?.input).toMatchObject({ lines: [{ written_off: true }] });
  });

  it('takes everything that is left with one press', async () => {
    const sale = open();
    await fireEvent.click(screen.getByRole('button', { name: 'Everything' }));
    expect(field(new RegExp(`Quantity of ${sale.lines[0]!.name}`)).value).toBe('1');
    await fireEvent.click(screen.getByRole('button', { name: 'None' }));
    expect(goOn().hasAttribute('disabled')).toBe(true);
  });
});
