// Arithmetic on quantities as decimal text, three digits behind the point at most; never floats.
import type { Dec } from '$/api';

const THOUSAND = 1000n;

function thousandths(value: Dec): bigint {
  const [, sign, whole, part = ''] = /^(-?)(\d+)(?:\.(\d{1,3})0*)?$/.exec(value) ?? [];
  if (whole === undefined) return 0n;
  const units = BigInt(whole) * THOUSAND + BigInt(part.padEnd(3, '0'));
  return sign === '-' ? -units : units;
}

function decimal(units: bigint): Dec {
  const part = String(units % THOUSAND)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return part === '' ? String(units / THOUSAND) : `${units / THOUSAND}.${part}`;
}

/** The quantity changed by whole units; null when nothing would be left. */
export function addUnits(value: Dec, by: number): Dec | null {
  const next = thousandths(value) + BigInt(by) * THOUSAND;
  return next > 0n ? decimal(next) : null;
}

/** An entry of a pad as a quantity; null when it is nothing. */
export function quantityOf(entry: string): Dec | null {
  const units = thousandths(entry.replace(/\.$/, ''));
  return units > 0n ? decimal(units) : null;
}
