// What has been changed in the settings and not been saved. Pure.
import { cleanRate, taxFaults, type Faults } from '$/parts/shop/steps';
import type { PriceBarcodeRule, ShopSettings } from '$/api';

/** The sections of the screen and the fields each one holds. */
export const sections = {
  shop: ['name', 'address', 'register_name', 'language'],
  receipt: ['receipt_header', 'receipt_footer', 'print_receipts', 'receipt_template'],
  tax: ['prices_include_tax', 'tax_rounding', 'tax_classes'],
  cash: ['cash_rounding_minor', 'drawer_mode'],
  customer: ['customer_screen'],
  day: ['day_cut_off', 'time_zone'],
  lock: ['idle_lock_s'],
  barcodes: ['price_barcodes'],
} as const satisfies Record<string, (keyof ShopSettings)[]>;
export type Section = keyof typeof sections;

/** The section that holds a field; "tax_classes.1.name" is in "tax". */
export function sectionOf(field: string): Section | null {
  const whole = field.split('.')[0] ?? field;
  const names = Object.keys(sections) as Section[];
  return names.find((s) => (sections[s] as readonly string[]).includes(whole)) ?? null;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The fields whose values differ. */
export function changedFields(saved: ShopSettings, draft: ShopSettings): (keyof ShopSettings)[] {
  return (Object.keys(saved) as (keyof ShopSettings)[]).filter((f) => !same(saved[f], draft[f]));
}

/** The sections with something unsaved in them. */
export function changedSections(saved: ShopSettings, draft: ShopSettings): Section[] {
  const fields = changedFields(saved, draft);
  return (Object.keys(sections) as Section[]).filter((s) =>
    sections[s].some((f) => fields.includes(f)),
  );
}

/** EAN-13 after the prefix: item digits, then value digits, then one check digit. */
export const EAN_DIGITS = 13;

const DECIMALS_MOST = { price: 4, weight: 3 };

/** What is wrong with one rule for barcodes that hold a price or weight. */
export function ruleFault(rule: PriceBarcodeRule): string | null {
  if (!/^(2\d|0[24])\d{0,3}$/.test(rule.prefix)) return 'prefix';
  const used = rule.prefix.length + rule.item_digits + rule.value_digits + 1;
  // One digit may be left over: some countries guard the price with a digit of its own.
  if (used !== EAN_DIGITS && used + 1 !== EAN_DIGITS) return 'digits';
  return rule.decimals > DECIMALS_MOST[rule.value] ? 'decimals' : null;
}

/** Fills the digits of the item so that the whole is as long as an EAN-13. */
export function fittedRule(rule: PriceBarcodeRule): PriceBarcodeRule {
  const rest = EAN_DIGITS - 1 - rule.prefix.length - rule.value_digits;
  return { ...rule, item_digits: Math.max(1, rest) };
}

/** One sample of a rule, in pieces: prefix, item, value, check digit. */
export function rulePicture(rule: PriceBarcodeRule): [string, string, string, string] {
  const valid = (n: number) => Math.max(0, Math.min(EAN_DIGITS, n));
  return [
    rule.prefix,
    'A'.repeat(valid(rule.item_digits)),
    'V'.repeat(valid(rule.value_digits)),
    'C',
  ];
}

/** Field → what is wrong; the codes are `settings-fault-<code>`. */
export function settingsFaults(draft: ShopSettings): Faults {
  const faults: Faults = taxFaults(draft.tax_classes);
  if (!draft.name.trim()) faults['name'] = 'needed';
  if (!draft.register_name.trim()) faults['register_name'] = 'needed';
  // A business day begins before noon.
  if (!/^(0\d|1[01]):[0-5]\d$/.test(draft.day_cut_off)) faults['day_cut_off'] = 'time';
  draft.price_barcodes.forEach((rule, i) => {
    const fault = ruleFault(rule);
    if (fault) faults[`price_barcodes.${i}`] = fault;
    else if (draft.price_barcodes.some((r, j) => j < i && r.prefix === rule.prefix)) {
      faults[`price_barcodes.${i}`] = 'prefix-twice';
    }
  });
  return faults;
}

/** The draft as it goes to the backend. */
export function cleaned(draft: ShopSettings): ShopSettings {
  return {
    ...draft,
    name: draft.name.trim(),
    register_name: draft.register_name.trim(),
    address: draft.address.map((l) => l.trim()).filter(Boolean),
    tax_classes: draft.tax_classes.map((c) => ({
      ...c,
      name: c.name.trim(),
      rate_percent: cleanRate(c.rate_percent),
    })),
  };
}
