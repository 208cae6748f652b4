import { describe, expect, it } from 'vitest';
import { hourBars, ticks } from './bars';

const h = (hour: number, net_minor: number) => ({ hour, net_minor, count: net_minor ? 1 : 0 });

describe('ticks', () => {
  it.each([
    [0, [0]],
    [42_000, [0, 20_000, 40_000, 60_000]],
    [100, [0, 50, 100]],
    [7, [0, 2, 4, 6, 8]],
  ])('of %i', (max, want) => expect(ticks(max)).toEqual(want));
  it('always reach the top and stay few', () => {
    for (let max = 1; max < 1e9; max = Math.ceil(max * 1.37)) {
      const list = ticks(max);
      expect(list.at(-1)).toBeGreaterThanOrEqual(max);
      expect(list.length).toBeLessThanOrEqual(6);
    }
  });
});

describe('hours', () => {
  it('run from the first trade of either day to the last, gaps included', () => {
    const bars = hourBars([h(9, 100), h(11, 50)], [h(8, 10)], 4);
    expect(bars.map((b) => b.hour)).toEqual([8, 9, 10, 11]);
    expect(bars[2]!.now.net_minor).toBe(0);
    expect(bars[0]!.before!.net_minor).toBe(10);
  });
  it('put the hours after midnight last', () => {
    const bars = hourBars([h(23, 100), h(1, 50)], [], 4);
    expect(bars.map((b) => b.hour)).toEqual([23, 0, 1]);
  });
  it('are none without trade', () => expect(hourBars([h(9, 0)], [], 4)).toEqual([]));
});
