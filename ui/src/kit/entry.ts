// What a pad has taken so far, as text: "50", "50.5", "". Pure rules for keys and for amounts.
// The point is always "." here; only what is shown follows the language.
import type { Minor, UnitPrice } from '$/api';
import { decimalOf } from '$/i18n/format.svelte';

export interface EntryRules {
  /** Digits allowed behind the point; 0 hides the point. */
  decimals: number;
  /** Digits allowed before the point. */
  digits: number;
}

/** The entry after a key: a digit, "00", ".", "back" or "clear". */
export function pressed(entry: string, key: string, { decimals, digits }: EntryRules): string {
  if (key === 'clear') return '';
  if (key === 'back') return entry.slice(0, -1);
  if (key === '.') {
    if (decimals === 0 || entry.includes('.')) return entry;
    return entry === '' ? '0.' : `${entry}.`;
  }
  let next = entry;
  for (const digit of key) {
    const [whole = '', part] = next.split('.');
    if (part !== undefined) {
      if (part.length < decimals) next += digit;
    } else if (whole === '0') {
      next = digit;
    } else if (whole.length < digits) {
      next += digit;
    }
  }
  return next;
}

function unitsOf(entry: string, exponent: number): number | null {
  if (!/^\d+(\.\d*)?$/.test(entry)) return null;
  const [whole = '0', part = ''] = entry.split('.');
  if (part.length > exponent && /[1-9]/.test(part.slice(exponent))) return null;
  const units = Number(whole + part.slice(0, exponent).padEnd(exponent, '0'));
  return Number.isSafeInteger(units) ? units : null;
}

/** The amount in minor units, or null when nothing usable was entered. */
export function minorOf(entry: string, exponent: number): Minor | null {
  return unitsOf(entry, exponent);
}

/** The unit price in ten-thousandths. */
export function unitPriceOf(entry: string): UnitPrice | null {
  return unitsOf(entry, 4);
}

/** An amount as an entry that can be edited: 4700 is "47", 4750 is "47.50". */
export function entryOf(minor: Minor, exponent: number): string {
  const text = decimalOf(minor, exponent);
  return exponent > 0 && /\.0+$/.test(text) ? text.slice(0, -exponent - 1) : text;
}
