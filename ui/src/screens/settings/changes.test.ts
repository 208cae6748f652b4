import { describe, expect, it } from 'vitest';
import type { PriceBarcodeRule, ShopSettings } from '$/api';
import * as set from './changes';

const saved: ShopSettings = {
  name: 'Harbour Street',
  address: ['4 Quay Road'],
  register_name: 'Till 2',
  language: 'en',
  receipt_header: '',
  receipt_footer: 'Thank you',
  prices_include_tax: true,
  tax_rounding: 'per_line',
  tax_classes: [{ tax_class_id: 1, name: 'Standard', rate_percent: '19' }],
  cash_rounding_minor: 1,
  day_cut_off: '04:00',
  time_zone: 'Europe/Berlin',
  idle_lock_s: 300,
  price_barcodes: [{ prefix: '28', item_digits: 5, value_digits: 5, value: 'price', decimals: 2 }],
  drawer_mode: 'shared',
  print_receipts: 'always',
  customer_screen: false,
  receipt_template: { logo: true, tax_table: true, qr: false, barcode: true, savings: true },
  currency: 'EUR',
  kind: 'real',
};
const rule = (change: Partial<PriceBarcodeRule>) => ({ ...saved.price_barcodes[0]!, ...change });

describe('what is unsaved', () => {
  it('is nothing in a copy', () => {
    expect(set.changedSections(saved, structuredClone(saved))).toEqual([]);
  });
  it('names the section, nested values too', () => {
    const draft = structuredClone(saved);
    draft.tax_classes[0]!.rate_percent = '20';
    draft.receipt_footer = 'Bye';
    expect(set.changedSections(saved, draft)).toEqual(['receipt', 'tax']);
  });
  it('covers every field that can be changed', () => {
    const covered = Object.values(set.sections).flat() as string[];
    const fields = Object.keys(saved).filter((f) => f !== 'currency' && f !== 'kind');
    expect([...covered].sort()).toEqual(fields.sort());
  });
});

describe('a rule for price barcodes', () => {
  it.each([
    [{}, null],
    [{ prefix: '30' }, 'prefix'],
    [{ prefix: '2' }, 'prefix'],
    [{ item_digits: 6 }, 'digits'],
    [{ prefix: '281', item_digits: 4 }, null],
    [{ decimals: 5 }, 'decimals'],
    [{ value: 'weight' as const, decimals: 4 }, 'decimals'],
    [{ item_digits: 4 }, null],
    [{ prefix: '02' }, null],
  ])('%j → %s', (change, fault) => expect(set.ruleFault(rule(change))).toBe(fault));
  it('is made to fit', () => {
    const long = rule({ prefix: '2812', value_digits: 4 });
    expect(set.ruleFault(set.fittedRule(long))).toBeNull();
  });
  it('may not have another’s prefix', () => {
    const draft = { ...saved, price_barcodes: [rule({}), rule({ value: 'weight' as const })] };
    expect(set.settingsFaults(draft)).toEqual({ 'price_barcodes.1': 'prefix-twice' });
  });
});

it('finds the section of a field', () => {
  expect(set.sectionOf('tax_classes.1.name')).toBe('tax');
  expect(set.sectionOf('currency')).toBeNull();
});

it('finds each empty or wrong field', () => {
  const draft = { ...saved, name: ' ', day_cut_off: '12:00' };
  expect(set.settingsFaults(draft)).toEqual({ name: 'needed', day_cut_off: 'time' });
});
