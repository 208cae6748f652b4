// The two language files must say the same things, and every key in the source must exist.
import { FluentResource } from '@fluent/bundle';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { dayName, money, quantity, shopFormats, timeOf, unitPrice } from './format.svelte';
import { t, words } from './texts.svelte';

const read = (name: string) => readFileSync(`../assets/locales/${name}.ftl`, 'utf8');
const keysOf = (source: string) => [...source.matchAll(/^([a-z][\w-]*) *=/gm)].map((m) => m[1]!);
const variables = (source: string) => {
  const found = new Map<string, string[]>();
  for (const entry of new FluentResource(source).body) {
    const names = [...JSON.stringify(entry.value).matchAll(/"type":"var","name":"([\w-]+)"/g)];
    found.set(entry.id, [...new Set(names.map((m) => m[1]!))].sort());
  }
  return found;
};
const [en, zh] = [read('en'), read('zh')];

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.(svelte|ts)$/.test(path) && !path.endsWith('.test.ts') ? [path] : [];
  });
}

describe('the files', () => {
  test('parse whole and name each key once', () => {
    for (const source of [en, zh]) {
      const keys = keysOf(source);
      expect(new Set(keys).size).toBe(keys.length);
      expect(new FluentResource(source).body.length).toBe(keys.length);
    }
  });

  test('have the same keys', () => {
    expect(keysOf(zh).sort()).toEqual(keysOf(en).sort());
  });

  test('use the same values in a text, or fewer in Chinese', () => {
    const [inEn, inZh] = [variables(en), variables(zh)];
    const strange = [...inZh].flatMap(([key, names]) =>
      names.filter((name) => !inEn.get(key)?.includes(name)).map((name) => `${key}: ${name}`),
    );
    expect(strange).toEqual([]);
  });

  test('Chinese is set with full-width punctuation', () => {
    const lines = zh.split('\n').filter((line) => !line.startsWith('#'));
    expect(lines.filter((line) => /\p{Script=Han}[,;:?!]/u.test(line))).toEqual([]);
  });
});

describe('the source', () => {
  const keys = new Set(keysOf(en));
  const files = sources('src').map((path) => ({ path, text: readFileSync(path, 'utf8') }));

  test('uses only keys that exist', () => {
    const used = files.flatMap(({ path, text }) =>
      [
        ...text.matchAll(/\bt\(\s*'([^']+)'/g),
        ...text.matchAll(/\btitle: '([a-z]+-[a-z-]+)'/g),
      ].map((m) => `${m[1]} (${path})`),
    );
    expect(used.length).toBeGreaterThan(50);
    expect(used.filter((use) => !keys.has(use.split(' ')[0]!))).toEqual([]);
  });

  test('makes keys only where texts begin that way', () => {
    const made = files.flatMap(({ text }) =>
      [...text.matchAll(/\bt\(\s*`([a-z][a-z-]*-)\$\{/g)].map((m) => m[1]!),
    );
    const unknown = made.filter((start) => ![...keys].some((key) => key.startsWith(start)));
    expect(unknown).toEqual([]);
  });

  test('writes no style attribute and no inline handler text', () => {
    const wrong = files.filter(
      ({ path, text }) => path.endsWith('.svelte') && /\sstyle="/.test(text),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

describe('formats', () => {
  const EUR = { code: 'EUR', exponent: 2, symbol: '€', quick_notes_minor: [] };
  beforeEach(() => {
    words.speak('en', false);
    shopFormats.use(EUR, 'Europe/Berlin');
  });

  test.each([
    [4792, {}, '€47.92'],
    [-565, {}, '−€5.65'],
    [341_260, {}, '€3,412.60'],
    [5000, { trim: true }, '€50'],
    [1200, { signed: true }, '+€12.00'],
    [0, { signed: true }, '€0.00'],
    [7, { bare: true }, '0.07'],
    [9_007_199_254_740_991, {}, '€90,071,992,547,409.91'],
  ])('%d %j is %s', (minor, style, text) => {
    expect(money(minor, style)).toBe(text);
  });

  test('a currency without decimals has none', () => {
    expect(money(1250, { currency: { ...EUR, code: 'JPY', exponent: 0 } })).toBe('¥1,250');
  });

  test('unit prices show more digits only when they have them', () => {
    expect([unitPrice(23_500), unitPrice(125)]).toEqual(['€2.35', '€0.0125']);
  });

  test('quantities keep their digits', () => {
    expect([quantity('0.642'), quantity('3'), quantity('-1.5')]).toEqual(['0.642', '3', '−1.5']);
  });

  test('times are in the zone of the shop, days have none', () => {
    expect(timeOf(Date.UTC(2026, 10, 22, 13, 32))).toBe('14:32');
    expect(dayName('2026-11-22')).toMatch(/Sunday.* 22 November/);
  });

  test('the language changes at once, plurals and money with it', () => {
    expect(t('pin-entered', { count: 1 })).toBe('1 digit entered');
    expect(t('pin-entered', { count: 3 })).toBe('3 digits entered');
    words.speak('zh', false);
    expect(t('pin-entered', { count: 3 })).toBe('已输入 3 位');
    expect(money(-565)).toBe('−€5.65');
  });
});
