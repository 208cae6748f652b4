import { describe, expect, it } from 'vitest';
import * as run from './steps';

const germany = {
  code: 'DE',
  name_en: 'Germany',
  name_zh: '德国',
  currency: 'EUR',
  prices_include_tax: true,
  tax_classes: [{ tax_class_id: 1, name: 'Standard', rate_percent: '19' }],
  cash_rounding_minor: 1,
};
const whole = (): run.Draft => ({
  ...run.withCountry(run.emptyDraft('en'), germany),
  name: 'Harbour Street',
  register_name: 'Till 1',
  manager_name: 'Mara Lindqvist',
  manager_password: 'river stone 42',
  manager_password_again: 'river stone 42',
});

describe('a complete draft', () => {
  it('passes every step', () => {
    for (const step of run.steps) expect(run.faultsOf(step, whole())).toEqual({});
  });
  it.each<[run.Step, Partial<run.Draft>, run.Faults]>([
    ['shop', { name: '  ' }, { name: 'needed' }],
    ['shop', { register_name: '' }, { register_name: 'needed' }],
    ['money', { country: '' }, { country: 'needed' }],
    ['money', { tax_classes: [] }, { tax_classes: 'tax-none' }],
    [
      'money',
      { tax_classes: [{ tax_class_id: 1, name: '', rate_percent: '190' }] },
      { 'tax_classes.0.name': 'needed', 'tax_classes.0.rate_percent': 'rate' },
    ],
    ['manager', { manager_password: 'short' }, { manager_password: 'password' }],
    ['manager', { manager_password_again: 'other' }, { manager_password_again: 'not-same' }],
    ['manager', { manager_pin: '123456' }, { manager_pin: 'pin' }],
    ['manager', { manager_pin: '804172' }, {}],
    ['key', { key_slot: 'passphrase' }, { passphrase: 'password' }],
    ['key', { key_slot: 'key_file', passphrase: 'x' }, {}],
  ])('%s with %j is held by %j', (step, change, faults) => {
    expect(run.faultsOf(step, { ...whole(), ...change })).toEqual(faults);
  });
});

describe('what goes to the backend', () => {
  it('is trimmed, with empty things left out', () => {
    const input = run.createInput({
      ...whole(),
      address: ' 4 Quay Road \n\n 10115 Berlin ',
      tax_classes: [{ tax_class_id: 1, name: ' Standard ', rate_percent: '19,5' }],
      passphrase: 'left over',
    });
    expect(input.address).toEqual(['4 Quay Road', '10115 Berlin']);
    expect(input.tax_classes[0]).toEqual({
      tax_class_id: 1,
      name: 'Standard',
      rate_percent: '19.5',
    });
    expect(input.manager_pin).toBeNull();
    expect(input.passphrase).toBeNull();
  });
});

it('sends a refused field back to the step that asks for it', () => {
  expect(run.stepOfField('register_name')).toBe('shop');
  expect(run.stepOfField('tax_classes.1.rate_percent')).toBe('money');
  expect(run.stepOfField('manager_pin')).toBe('manager');
  expect(run.stepOfField('passphrase')).toBe('key');
  expect(run.stepOfField(null)).toBe('key');
});

describe('the asked words', () => {
  it('are always two different ones, in order', () => {
    for (let a = 0; a < 1; a += 0.04) {
      for (let b = 0; b < 1; b += 0.04) {
        const draws = [a, b];
        const [first, other] = run.askedPlaces(24, () => draws.shift()!);
        expect(first).toBeLessThan(other);
        expect(other).toBeLessThan(24);
      }
    }
  });
  it('are compared without case or spaces', () => {
    expect(run.sameWord(' Ocean ', 'ocean')).toBe(true);
    expect(run.sameWord('ocea', 'ocean')).toBe(false);
  });
});

it('numbers a new tax class after the highest', () => {
  const classes = run.withTaxClass([{ tax_class_id: 7, name: 'a', rate_percent: '1' }]);
  expect(classes[1]!.tax_class_id).toBe(8);
});
