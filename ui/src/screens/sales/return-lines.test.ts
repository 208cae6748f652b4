import { describe, expect, it } from 'vitest';
import type { LineView, SaleView } from '$/api';
import * as back from './return-lines';

function line(change: Partial<LineView>): LineView {
  return {
    line_id: 'l',
    line_no: 1,
    product_id: 1,
    name: 'Oat milk',
    name_zh: null,
    barcode: null,
    quantity: '3',
    unit: 'each',
    unit_price: 23500,
    list_price: 23500,
    amount_minor: 705,
    discount: null,
    discount_minor: 0,
    document_discount_minor: 0,
    note: null,
    tax_class_id: 1,
    voided: false,
    returned: '0',
    approved_by: null,
    written_off: false,
    ...change,
  };
}
const row = (change: Partial<LineView>, chosen: string) => ({
  ...back.returnable({ lines: [line(change)] } as SaleView)[0]!,
  chosen,
});

describe('quantities', () => {
  it.each([
    ['1', '1'],
    ['0,642', '0.642'],
    ['1.50', '1.5'],
    ['.5', '0.5'],
    ['007', '7'],
  ])('reads %s as %s', (text, written) => {
    expect(back.writeQuantity(back.parseQuantity(text)!)).toBe(written);
  });
  it.each(['', '.', '-1', '1e3', '1.2.3', 'two', '0.1234567'])('refuses %j', (text) => {
    expect(back.parseQuantity(text)).toBeNull();
  });
});

describe('what is left', () => {
  it('is what was bought less what came back', () => {
    expect(row({ quantity: '3', returned: '1' }, '').left).toBe('2');
    expect(row({ quantity: '0.642', returned: '0.642' }, '').left).toBe('0');
  });
  it('leaves voided lines out', () => {
    expect(back.returnable({ lines: [line({ voided: true })] } as SaleView)).toEqual([]);
  });
});

describe('a chosen quantity', () => {
  it.each([
    ['', null],
    ['2', null],
    ['3', 'more_than_left'],
    ['1.5', 'whole_only'],
    ['x', 'not_a_number'],
  ])('%j of 3 bought, 1 back → %s', (chosen, fault) => {
    expect(back.faultOf(row({ returned: '1' }, chosen))).toBe(fault);
  });
  it('steps between none and what is left', () => {
    expect(back.step(row({ returned: '1' }, '2'), 1)).toBe('2');
    expect(back.step(row({}, '1'), 1)).toBe('2');
    expect(back.step(row({}, '1'), -1)).toBe('');
    expect(back.step(row({}, ''), -1)).toBe('');
  });
  it('takes weighed goods back whole by one step', () => {
    expect(back.step(row({ unit: 'kg', quantity: '0.642' }, ''), 1)).toBe('0.642');
    expect(back.step(row({ unit: 'kg', quantity: '0.642' }, '0.642'), -1)).toBe('');
  });
});

describe('going on', () => {
  it('sends only lines with a quantity', () => {
    const rows = [row({ line_no: 1 }, ''), row({ line_no: 2 }, '2'), row({ line_no: 3 }, '0')];
    expect(back.chosenLines(rows)).toEqual([{ line_no: 2, quantity: '2', written_off: false }]);
    expect(back.canStart(rows)).toBe(true);
  });
  it('waits while one line is wrong or none is chosen', () => {
    expect(back.canStart([row({}, '1'), row({}, '9')])).toBe(false);
    expect(back.canStart([row({}, ''), row({}, '0')])).toBe(false);
  });
});

it('a scan means the line that still has some of it', () => {
  const first = row({ line_no: 1, quantity: '1' }, '1');
  const second = row({ line_no: 2 }, '');
  expect(back.rowOf([first, second], 1)).toBe(second);
  expect(back.rowOf([first], 1)).toBe(first);
  expect(back.rowOf([first], 2)).toBeNull();
});

describe('the preview', () => {
  it('takes a share of what was paid, discounts included', () => {
    expect(back.aboutMinor(row({ amount_minor: 700 }, '1'), 0n)).toBe(233);
    expect(back.aboutMinor(row({ amount_minor: 705, document_discount_minor: 5 }, '3'), 0n)).toBe(
      700,
    );
  });
  it('adds the tax when prices are without it', () => {
    const sale = {
      prices_include_tax: false,
      taxes: [{ tax_class_id: 1, rate_percent: '20' }],
    } as SaleView;
    expect(back.aboutTotalMinor(sale, [row({ amount_minor: 600 }, '3')])).toBe(720);
  });
});
