// Bytes as people read them.
import { count, decimalOf } from '$/i18n/format.svelte';

const UNITS = ['kB', 'MB', 'GB', 'TB'];

/** "4.2 MB"; a thousand bytes are a kilobyte, as on the label of a stick. */
export function sizeOf(bytes: number): string {
  let tenths = Math.round(bytes / 100);
  let unit = 0;
  while (tenths >= 10_000 && unit < UNITS.length - 1) {
    tenths = Math.round(tenths / 1000);
    unit++;
  }
  const text = tenths < 100 ? decimalOf(tenths, 1) : count(Math.round(tenths / 10));
  return `${text} ${UNITS[unit]}`;
}
