import { describe, expect, it } from 'vitest';
import { allMet, passwordRules, pinRules } from './secret-rules';

const unmet = (password: string) =>
  passwordRules(password, 'Mara Lindqvist', 'Harbour Street')
    .filter((r) => !r.met)
    .map((r) => r.rule);

describe('a password', () => {
  it.each([
    ['river stone 42', []],
    ['river 42', ['password-length']],
    ['river stone bridge', ['password-letter-digit']],
    ['Mara Lindqvist 42', ['password-own']],
    ['Harbour-Street-1', ['password-own']],
    ['lindqvist wets boots 7', []],
    ['Password1234', ['password-own']],
    ['a1a1a1a1a1a1a1', ['password-own']],
    ['abcdefgh12345678', ['password-own']],
  ])('%s', (password, want) => expect(unmet(password)).toEqual(want));
  it('meets nothing while empty', () => expect(unmet('')).toHaveLength(3));
});

describe('a PIN', () => {
  it.each([
    ['804172', true],
    ['80417263', true],
    ['80417', false],
    ['804172639', false],
    ['123456', false],
    ['987654', false],
    ['111111', false],
    ['121212', false],
    ['804408', false],
    ['198472', false],
    ['841987', false],
    ['80a172', false],
    ['', false],
  ])('%s → %s', (pin, ok) => expect(allMet(pinRules(pin))).toBe(ok));
});
