// Reads the colours out of tokens.css and computes WCAG contrast in both themes, so a palette
// change that makes a text unreadable fails here rather than at a counter.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync('src/kit/tokens.css', 'utf8');
const OKLCH = String.raw`oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)`;
const pair = new RegExp(String.raw`--([\w-]+): light-dark\(${OKLCH}, ${OKLCH}\);`, 'g');

/** Relative luminance of an oklch colour (CSS Color 4 section 9, WCAG 2.2). */
function luminance(l: number, chroma: number, hue: number): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const L = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const M = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const S = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clamp = (v: number) => Math.min(1, Math.max(0, v));
  const red = clamp(4.0767416621 * L - 3.3077115913 * M + 0.2309699292 * S);
  const green = clamp(-1.2684380046 * L + 2.6097574011 * M - 0.3413193965 * S);
  const blue = clamp(-0.0041960863 * L - 0.7034186147 * M + 1.707614701 * S);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const tokens = new Map<string, [number, number]>();
for (const m of css.matchAll(pair)) {
  const [l1, c1, h1, l2, c2, h2] = m.slice(2).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  tokens.set(m[1]!, [luminance(l1 / 100, c1, h1), luminance(l2 / 100, c2, h2)]);
}

function contrast(a: string, b: string, theme: 0 | 1): number {
  const [x, y] = [tokens.get(a)![theme], tokens.get(b)![theme]];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const texts: [string, string[], number][] = [
  ['ink', ['paper', 'surface', 'sunk', 'brand-soft', 'warn-soft', 'bad-soft', 'raised'], 7],
  ['ink-2', ['paper', 'surface', 'sunk', 'brand-soft', 'warn-soft', 'raised'], 4.5],
  ['ink-3', ['paper', 'surface', 'sunk', 'brand-soft', 'raised'], 4.5],
  ['brand-ink', ['paper', 'surface', 'sunk', 'brand-soft'], 4.5],
  ['warn-ink', ['paper', 'surface', 'warn-soft'], 4.5],
  ['bad-ink', ['paper', 'surface', 'bad-soft'], 4.5],
  ['on-brand', ['brand', 'brand-press'], 4.5],
  ['on-bad', ['bad'], 4.5],
  ['info', ['surface'], 4.5],
  ['line-field', ['surface', 'paper'], 3],
  ['brand', ['surface', 'paper'], 3],
];

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('%s theme', (_name, theme) => {
  test.each(texts)('%s is readable', (text, grounds, least) => {
    for (const ground of grounds) {
      const found = contrast(text, ground, theme);
      expect(found, `${text} on ${ground}`).toBeGreaterThanOrEqual(least);
    }
  });
});
