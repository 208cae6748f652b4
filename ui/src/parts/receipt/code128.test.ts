import { expect, test } from 'vitest';
import { bars, CODES, symbols } from './code128';

test('the table holds 107 different patterns of eleven modules, the stop of thirteen', () => {
  expect(new Set(CODES).size).toBe(107);
  const widths = CODES.map((code) => [...code].reduce((sum, digit) => sum + Number(digit), 0));
  expect(widths.slice(0, 106).every((width) => width === 11)).toBe(true);
  expect(widths[106]).toBe(13);
});

test('the bars of each pattern are of even width, as the standard asks', () => {
  const black = (code: string) =>
    [...code].reduce((sum, digit, i) => sum + (i % 2 === 0 ? Number(digit) : 0), 0);
  expect(CODES.slice(0, 106).every((code) => black(code) % 2 === 0)).toBe(true);
});

test('the check symbol is that of the worked example "PJJ123C"', () => {
  expect(symbols('PJJ123C').at(-2)).toBe(55);
});

test('a number has the width of its symbols and the quiet zones', () => {
  expect(bars('2-0417').width).toBe(10 + 8 * 11 + 13 + 10);
});
