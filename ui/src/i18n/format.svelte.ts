// Turns amounts, quantities, instants and days into the text of the language shown.
// Money is whole minor units all the way: digits are placed as text, never divided as floats.
import type { Currency, Dec, Minor, UnitPrice } from '$/api';
import { words } from './texts.svelte';

const MINUS = '\u2212';
const NO_SHOP: Currency = { code: 'EUR', exponent: 2, symbol: '€', quick_notes_minor: [] };

let currency = $state.raw<Currency>(NO_SHOP);
let timeZone = $state.raw<string | undefined>(undefined);

/** What the shop has set; formats follow at once. */
export const shopFormats = {
  get currency(): Currency {
    return currency;
  },
  use(next: Currency | null, zone?: string | null): void {
    currency = next ?? NO_SHOP;
    if (zone) timeZone = zone;
  },
};

// Plain maps: what they keep depends on nothing but its key.
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const numbers = new Map<string, Intl.NumberFormat>();
function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = words.locale + JSON.stringify(options);
  let format = numbers.get(key);
  if (!format) numbers.set(key, (format = new Intl.NumberFormat(words.locale, options)));
  return format;
}

// eslint-disable-next-line svelte/prefer-svelte-reactivity
const dates = new Map<string, Intl.DateTimeFormat>();
function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = words.locale + (timeZone ?? '') + JSON.stringify(options);
  let format = dates.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(words.locale, { timeZone, hourCycle: 'h23', ...options });
    dates.set(key, format);
  }
  return format;
}

/** Whole units of 10^-exponent as a decimal string: (−4792, 2) is "−47.92" with a hyphen. */
export function decimalOf(units: number, exponent: number): string {
  const sign = units < 0 ? '-' : '';
  const digits = String(Math.abs(units)).padStart(exponent + 1, '0');
  const cut = digits.length - exponent;
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, cut)}.${digits.slice(cut)}`;
}

function printed(format: Intl.NumberFormat, decimal: string): string {
  // A decimal string keeps every digit; Intl reads it exactly.
  const parts = format.formatToParts(decimal as unknown as number);
  return parts.map((part) => (part.type === 'minusSign' ? MINUS : part.value)).join('');
}

export interface MoneyStyle {
  /** Show a plus sign too, for differences. */
  signed?: boolean;
  /** Drop ",00" when there is nothing behind the point (quick cash keys). */
  trim?: boolean;
  /** Without the currency sign, for columns that name it in their head. */
  bare?: boolean;
  currency?: Currency;
}

/** An amount in minor units with its currency: 4792 is "€47.92". */
export function money(minor: Minor, style: MoneyStyle = {}): string {
  const { code, exponent } = style.currency ?? currency;
  const digits = style.trim && minor % 10 ** exponent === 0 ? 0 : exponent;
  const format = numberFormat({
    ...(style.bare ? {} : { style: 'currency', currency: code, currencyDisplay: 'narrowSymbol' }),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...(style.signed ? { signDisplay: 'exceptZero' } : {}),
  });
  return printed(format, decimalOf(minor, exponent));
}

/** A unit price in ten-thousandths: at least the currency's digits, more only when there. */
export function unitPrice(price: UnitPrice): string {
  const format = numberFormat({
    style: 'currency',
    currency: currency.code,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: currency.exponent,
    maximumFractionDigits: Math.max(4, currency.exponent),
  });
  return printed(format, decimalOf(price, 4));
}

/** A quantity or rate: "0.642", "3", "19". */
export function quantity(value: Dec): string {
  return printed(numberFormat({ maximumFractionDigits: 6 }), value);
}

export function count(value: number): string {
  return printed(numberFormat({ maximumFractionDigits: 0 }), String(value));
}

/** A share of one: 0.63 is "63 %" or "63%". */
export function share(value: number, digits = 0): string {
  const format = numberFormat({ style: 'percent', maximumFractionDigits: digits });
  return printed(format, String(value));
}

/** "14:32" */
export function timeOf(at: number): string {
  return dateFormat({ hour: '2-digit', minute: '2-digit' }).format(at);
}

/** "14:32:07" */
export function clockOf(at: number): string {
  return dateFormat({ hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);
}

/** "14:32:07.114", for wires and journals. */
export function exactTimeOf(at: number): string {
  return `${clockOf(at)}.${String(Math.floor(at) % 1000).padStart(3, '0')}`;
}

/** "Sunday 22 November" of a day "2026-11-22"; a day has no zone. */
export function dayName(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  const format = new Intl.DateTimeFormat(words.locale, {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  });
  return format.format(Date.UTC(year ?? 1970, (month ?? 1) - 1, date ?? 1));
}

/** "22 Nov 2026, 14:32" */
export function momentOf(at: number): string {
  return dateFormat({ dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** "22 Nov 2026" */
export function dateOf(at: number): string {
  return dateFormat({ dateStyle: 'medium' }).format(at);
}

/** The day "2026-11-22" an instant falls on in the shop's zone. */
export function dayOf(at: number): string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  return format.format(at);
}

/** What a terminal's own clock said: MMDD and HHMMSS as numbers; "22 Nov, 14:32:07". */
export function deviceTime(date: number | null, time: number): string {
  const format = new Intl.DateTimeFormat(words.locale, {
    timeZone: 'UTC',
    hourCycle: 'h23',
    ...(date === null ? {} : { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const [month, day] = [Math.floor((date ?? 101) / 100) - 1, (date ?? 101) % 100];
  const [hour, minute] = [Math.floor(time / 10_000), Math.floor(time / 100) % 100];
  // A year with a 29 February; the terminal tells none.
  return format.format(Date.UTC(2000, month, day, hour, minute, time % 100));
}
