import { describe, expect, it } from 'vitest';
import { allMet, passwordRules, pinRules } from './secret-rules';

const unmet = (password: string, name = 'Mara Lindqvist') =>
  passwordRules(password, name)
    .filter((r) => !r.met)
    .map((r) => r.rule);

describe('a password', () => {
  it.each([
    ['river stone 42', []],
    ['river 42', ['password-length']],
    ['river stone bridge', ['password-letter-digit']],
    ['lindqvist river 42', ['password-not-name']],
    ['MARA-river-2026', ['password-not-name']],
    ['Password1234', ['password-not-common']],
    ['a1a1a1a1a1a1a1', ['password-not-common']],
    ['河边的石头和一座桥四十二42', []],
  ])('%s', (password, want) => expect(unmet(password)).toEqual(want));
  it('meets nothing while empty', () => expect(unmet('')).toHaveLength(4));
  it('ignores names too short to matter', () =>
    expect(unmet('al river stone 4', 'Al')).toEqual([]));
});

describe('a PIN', () => {
  it.each([
    ['271828', true],
    ['27182818', true],
    ['27182', false],
    ['271828182', false],
    ['123456', false],
    ['987654', false],
    ['111111', false],
    ['27a828', false],
    ['', false],
  ])('%s → %s', (pin, ok) => expect(allMet(pinRules(pin))).toBe(ok));
});
