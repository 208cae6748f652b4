// The questions of the first run: their order, what a complete answer is, what goes to the
// backend. Pure; never keeps a secret longer than the draft it is given.
import { allMet, passphraseRules, passwordRules, pinRules } from '$/kit/secret-rules';
import type { CountryPreset, Currency, ShopCreate, TaxClassInput } from '$/api';

/** The steps a person walks back and forth; what follows the creation has no way back. */
export const steps = ['welcome', 'shop', 'money', 'manager', 'key'] as const;
export type Step = (typeof steps)[number];
export type Stage = Step | 'creating' | 'phrase' | 'confirm' | 'factor' | 'done';

export interface Draft {
  kind: 'real' | 'training';
  language: 'en' | 'zh';
  name: string;
  address: string;
  register_name: string;
  country: string;
  currency: string;
  prices_include_tax: boolean;
  tax_rounding: 'per_line' | 'per_document';
  tax_classes: TaxClassInput[];
  cash_rounding_minor: number;
  manager_name: string;
  manager_password: string;
  manager_password_again: string;
  manager_pin: string;
  key_slot: ShopCreate['key_slot'];
  passphrase: string;
  passphrase_again: string;
}

export function emptyDraft(language: 'en' | 'zh'): Draft {
  return {
    kind: 'real',
    language,
    name: '',
    address: '',
    register_name: '',
    country: '',
    currency: '',
    prices_include_tax: true,
    tax_rounding: 'per_line',
    tax_classes: [],
    cash_rounding_minor: 1,
    manager_name: '',
    manager_password: '',
    manager_password_again: '',
    manager_pin: '',
    key_slot: 'keychain',
    passphrase: '',
    passphrase_again: '',
  };
}

/** Field → what is wrong with it. The codes are `first-run-fault-<code>`. */
export type Faults = Record<string, string>;

const RATE = /^\d{1,2}(\.\d{1,4})?$/;

/** A tax rate as the backend reads it: "19,0" becomes "19.0". */
export const cleanRate = (text: string): string => text.trim().replace(',', '.');

export function taxFaults(classes: TaxClassInput[]): Faults {
  const faults: Faults = {};
  if (classes.length === 0) faults['tax_classes'] = 'tax-none';
  classes.forEach((c, i) => {
    if (!c.name.trim()) faults[`tax_classes.${i}.name`] = 'needed';
    if (!RATE.test(cleanRate(c.rate_percent))) faults[`tax_classes.${i}.rate_percent`] = 'rate';
  });
  return faults;
}

function needed(draft: Draft, fields: (keyof Draft)[]): Faults {
  const empty = fields.filter((f) => String(draft[f]).trim() === '');
  return Object.fromEntries(empty.map((f) => [f, 'needed']));
}

function managerFaults(draft: Draft): Faults {
  const faults = needed(draft, ['manager_name']);
  if (!allMet(passwordRules(draft.manager_password, draft.manager_name, draft.name))) {
    faults['manager_password'] = 'password';
  } else if (draft.manager_password !== draft.manager_password_again) {
    faults['manager_password_again'] = 'not-same';
  }
  if (draft.manager_pin && !allMet(pinRules(draft.manager_pin))) faults['manager_pin'] = 'pin';
  return faults;
}

function keyFaults(draft: Draft): Faults {
  if (draft.key_slot !== 'passphrase') return {};
  if (!allMet(passphraseRules(draft.passphrase, draft.name))) return { passphrase: 'password' };
  return draft.passphrase === draft.passphrase_again ? {} : { passphrase_again: 'not-same' };
}

/** What keeps this step from being left; empty when it is complete. */
export function faultsOf(step: Step, draft: Draft): Faults {
  switch (step) {
    case 'welcome':
      return {};
    case 'shop':
      return needed(draft, ['name', 'register_name']);
    case 'money':
      return { ...needed(draft, ['country', 'currency']), ...taxFaults(draft.tax_classes) };
    case 'manager':
      return managerFaults(draft);
    case 'key':
      return keyFaults(draft);
  }
}

/** The draft with a country's usual currency, taxes and rounding. */
export function withCountry(draft: Draft, preset: CountryPreset): Draft {
  return {
    ...draft,
    country: preset.code,
    currency: preset.currency,
    prices_include_tax: preset.prices_include_tax,
    tax_classes: preset.tax_classes.map((c) => ({ ...c })),
    cash_rounding_minor: preset.cash_rounding_minor,
  };
}

/** A further tax class with the next free number. */
export function withTaxClass(classes: TaxClassInput[]): TaxClassInput[] {
  const next = Math.max(0, ...classes.map((c) => c.tax_class_id)) + 1;
  return [...classes, { tax_class_id: next, name: '', rate_percent: '' }];
}

/** The smallest sums of cash that make sense: one unit, then steps that coins really have. */
export function cashSteps(currency: Currency | undefined): number[] {
  return currency && currency.exponent > 0 ? [1, 5, 10, 50, 100] : [1, 5, 10];
}

/** Which step asks for a field that the backend refused. */
export function stepOfField(field: string | null): Step {
  if (!field) return 'key';
  if (/^(name|address|register_name|kind)$/.test(field)) return 'shop';
  if (/^(currency|country|prices_|tax_|cash_)/.test(field)) return 'money';
  return field.startsWith('manager_') ? 'manager' : 'key';
}

export function createInput(draft: Draft): ShopCreate {
  return {
    kind: draft.kind,
    name: draft.name.trim(),
    address: draft.address
      .split('\n')
      .map((l) => l.trim())
      .filter(Boolean),
    register_name: draft.register_name.trim(),
    currency: draft.currency,
    language: draft.language,
    prices_include_tax: draft.prices_include_tax,
    tax_rounding: draft.tax_rounding,
    tax_classes: draft.tax_classes.map((c) => ({
      ...c,
      name: c.name.trim(),
      rate_percent: cleanRate(c.rate_percent),
    })),
    cash_rounding_minor: draft.cash_rounding_minor,
    manager_name: draft.manager_name.trim(),
    manager_password: draft.manager_password,
    manager_pin: draft.manager_pin || null,
    key_slot: draft.key_slot,
    passphrase: draft.key_slot === 'passphrase' ? draft.passphrase : null,
    // The computer's own; settings can change it.
    time_zone: null,
    // The strong rules of a new shop.
    sign_in: null,
  };
}

/** Two different places (0-based) of a phrase, the earlier first. `random` gives [0, 1). */
export function askedPlaces(length: number, random: () => number): [number, number] {
  const first = Math.floor(random() * length);
  const other = (first + 1 + Math.floor(random() * (length - 1))) % length;
  return first < other ? [first, other] : [other, first];
}

/** A typed word against the phrase's: case and stray spaces do not matter. */
export const sameWord = (typed: string, word: string): boolean =>
  typed.trim().toLowerCase() === word.toLowerCase();
