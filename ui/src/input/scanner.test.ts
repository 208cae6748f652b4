// Scanner and person share one keyboard: these are the cases where one could be taken for the other.
// In timings.json the waiting of WebKit's driver is as recorded from it (key made at, handled at); the
// others are made after the polling of USB, the settings of scanners and the speeds of typists.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { guardEntry, handScan, onScan, scanWatcher } from './scanner';
import timings from './timings.json';

let now = 0;
/** Until when the page was busy, where a test says so. */
let page_ms = 0;
let watch: ReturnType<typeof scanWatcher>;
let field: HTMLInputElement;
const scans: string[] = [];
let stop: () => void;

function press(key: string, after_ms: number, target: EventTarget = document.body, init = {}) {
  now += after_ms;
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  Object.defineProperty(event, 'timeStamp', { value: now });
  target.dispatchEvent(event);
  if (target === field && key.length === 1 && !event.defaultPrevented) {
    field.value += key;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  return event;
}
const type = (text: string, gap_ms: number, target?: EventTarget) =>
  [...text].map((key) => press(key, gap_ms, target));

beforeEach(() => {
  vi.useFakeTimers();
  now = 10_000;
  page_ms = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => Math.max(now, page_ms));
  scans.length = 0;
  document.body.innerHTML = '<input />';
  field = document.querySelector('input')!;
  watch = scanWatcher();
  window.addEventListener('keydown', watch, true);
  stop = onScan((code) => scans.push(code) > 0);
});
afterEach(() => {
  window.removeEventListener('keydown', watch, true);
  stop();
  vi.useRealTimers();
});

describe('a scan', () => {
  test('is taken wherever the focus is, and its Enter pays nothing', () => {
    type('4006381333931', 8);
    expect(press('Enter', 8).defaultPrevented).toBe(true);
    expect(scans).toEqual(['4006381333931']);
  });

  test('lets go of a control that was left with the focus: the next Enter pays', () => {
    document.body.innerHTML = '<button>menu</button>';
    const button = document.querySelector('button')!;
    button.focus();
    for (const digit of '96385074') press(digit, 8, button);
    press('Enter', 8, button);
    expect(document.activeElement).toBe(document.body);
  });

  test('leaves a field as it was, and tells its owner', () => {
    field.value = 'oat';
    const seen: string[] = [];
    field.addEventListener('input', () => seen.push(field.value));
    type('96385074', 12, field);
    press('Enter', 12, field);
    expect(field.value).toBe('oat');
    expect(seen.at(-1)).toBe('oat');
    expect(scans).toEqual(['96385074']);
  });

  test('takes its digits back out of a pad', () => {
    let entry = '50';
    const unguard = guardEntry(() => {
      const before = entry;
      return () => (entry = before);
    });
    type('4006381333931', 8).forEach(() => (entry += '9'));
    press('Enter', 8);
    expect(entry).toBe('50');
    unguard();
  });

  test('without a suffix ends by silence', () => {
    type('4006381333931', 10);
    expect(scans).toEqual([]);
    vi.advanceTimersByTime(300);
    expect(scans).toEqual(['4006381333931']);
  });

  test('keeps the group separator of GS1 codes', () => {
    type('0104006', 8);
    press(']', 8, document.body, { ctrlKey: true });
    type('10AB', 8);
    press('Enter', 8);
    expect(scans).toEqual(['0104006\u001d10AB']);
  });

  test('is read under a Chinese input method', () => {
    for (const digit of '69012345') press('Process', 9, document.body, { code: `Digit${digit}` });
    press('Enter', 9);
    expect(scans).toEqual(['69012345']);
  });

  test('goes to the newest listener that takes it', () => {
    const upper: string[] = [];
    const stopUpper = onScan((code) => code.startsWith('2') && upper.push(code) > 0);
    type('20001', 8);
    press('Enter', 8);
    type('40001', 8);
    press('Enter', 8);
    expect([upper, scans]).toEqual([['20001'], ['40001']]);
    stopUpper();
  });
});

test('a code that nobody takes stays where it was typed', () => {
  const stopDeaf = onScan(() => false);
  stop();
  type('4006381333931', 8, field);
  expect(press('Enter', 8, field).defaultPrevented).toBe(false);
  expect(field.value).toBe('4006381333931');
  stopDeaf();
});

describe('a person', () => {
  test('typing an amount and Enter is left alone', () => {
    type('1250', 90, field);
    expect(press('Enter', 120, field).defaultPrevented).toBe(false);
    expect([scans, field.value]).toEqual([[], '1250']);
  });

  test('with two quick keys inside slow ones is not a scanner', () => {
    press('o', 100, field);
    press('a', 15, field);
    press('t', 15, field);
    press('s', 90, field);
    expect(press('Enter', 40, field).defaultPrevented).toBe(false);
    expect(scans).toEqual([]);
  });

  test('pressing Enter well after a short fast run pays', () => {
    type('12345', 10);
    expect(press('Enter', 400).defaultPrevented).toBe(false);
    vi.advanceTimersByTime(500);
    expect(scans).toEqual([]);
  });
});

describe('the manners of scanners', () => {
  test.each(Object.entries(timings.scanners))('%s', (_name, { code, gaps_ms }) => {
    [...code].forEach((key, i) => press(key, gaps_ms[i]!));
    const end = press('Enter', gaps_ms.at(-1)!);
    expect([scans, end.defaultPrevented]).toEqual([[code], true]);
  });

  test.each(Object.entries(timings.people))('a person: %s', (_name, { text, gaps_ms }) => {
    [...text].forEach((key, i) => press(key, gaps_ms[i]!, field));
    const end = press('Enter', gaps_ms.at(-1)!, field);
    vi.advanceTimersByTime(500);
    expect([scans, field.value, end.defaultPrevented]).toEqual([[], text, false]);
  });

  test.each(Object.entries(timings.waiting))('%s', (_name, { code, keys }) => {
    const start = now;
    [...code, 'Enter'].forEach((key, i) => {
      const [at_ms, handled_ms] = keys[i]!;
      page_ms = start + handled_ms!;
      press(key, start + at_ms! - now);
    });
    expect(scans).toEqual([code]);
  });

  test('a busy page that looks at the clock too early does not cut a scan', () => {
    type('400638', 8);
    vi.advanceTimersByTime(195);
    type('1333931', 8);
    press('Enter', 8);
    expect(scans).toEqual(['4006381333931']);
  });
});

describe('fields', () => {
  test('for numbers refuse a burst, also when nobody wants the code', () => {
    stop();
    field.inputMode = 'decimal';
    type('4006381333931', 8, field);
    expect(press('Enter', 8, field).defaultPrevented).toBe(true);
    expect(field.value).toBe('');
  });

  test('for secrets keep theirs, however quick the key', () => {
    field.type = 'password';
    type('ccccccvkbdhl4711', 3, field);
    expect(press('Enter', 3, field).defaultPrevented).toBe(false);
    expect([scans, field.value]).toEqual([[], 'ccccccvkbdhl4711']);
  });

  test('a pad keeps what is short enough to be its own', () => {
    const unguard = guardEntry(() => () => expect.unreachable(), 12);
    type('19283746', 70);
    expect(press('Enter', 70).defaultPrevented).toBe(false);
    expect(scans).toEqual([]);
    unguard();
  });
});

test('a serial scanner is heard like the other', () => {
  expect(handScan('A-17')).toBe(true);
  expect(scans).toEqual(['A-17']);
});
