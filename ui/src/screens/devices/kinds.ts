// What is known of each kind of device: its picture, its drivers, what can be tried and set on it.
import CreditCard from '@lucide/svelte/icons/credit-card';
import Monitor from '@lucide/svelte/icons/monitor';
import Printer from '@lucide/svelte/icons/printer';
import ScanBarcode from '@lucide/svelte/icons/scan-barcode';
import Scale from '@lucide/svelte/icons/weight';
import type { Commands, FoundPort, PeripheralKind, PeripheralOptions } from '$/api';
import { writeAddress } from './address';

export type Kind = 'terminal' | PeripheralKind;
export const KINDS: readonly Kind[] = ['terminal', 'printer', 'scale', 'display', 'scanner'];
export const PERIPHERALS: readonly PeripheralKind[] = ['printer', 'scale', 'display', 'scanner'];
export const ICONS = {
  terminal: CreditCard,
  printer: Printer,
  scale: Scale,
  display: Monitor,
  scanner: ScanBarcode,
} as const;

/** The names that the drivers have in the backend, with the speed their devices start with and the
 *  port they listen on where there is a custom. */
export interface Driver {
  name: string;
  baud: number;
  tcp_port: number | null;
}
export const DRIVERS: Record<PeripheralKind, readonly Driver[]> = {
  printer: [{ name: 'escpos', baud: 38_400, tcp_port: 9100 }],
  scale: [
    { name: 'toledo8217', baud: 9600, tcp_port: null },
    { name: 'cas', baud: 9600, tcp_port: null },
  ],
  display: [
    { name: 'cd5220', baud: 9600, tcp_port: null },
    { name: 'epson_display', baud: 9600, tcp_port: null },
  ],
  scanner: [{ name: 'scanner', baud: 9600, tcp_port: null }],
};

export type Test = Commands['peripheral_test']['input']['test'];
export const TESTS: Record<PeripheralKind, readonly Test[]> = {
  printer: ['page', 'kick'],
  scale: ['weigh', 'zero'],
  display: ['message'],
  scanner: ['scan'],
};

export const COLUMNS = [48, 42, 32] as const;
export const ENCODINGS = ['pc858', 'wpc1252', 'gb18030'] as const;
export const SUFFIXES = ['cr', 'lf', 'crlf', 'tab'] as const;

/** What a new device starts with, as the backend's defaults; Chinese paper needs its encoding. */
export function usualOptions(language: string): PeripheralOptions {
  return {
    columns: 48,
    encoding: language === 'zh' ? 'gb18030' : 'pc858',
    cutter: true,
    drawer_pin: 0,
    drawer_inverted: false,
    drawer_no: 1,
    suffix: 'cr',
    tare_g: 0,
  };
}

/** Whether two say the same; the order of their fields says nothing. */
export function sameOptions(a: PeripheralOptions, b: PeripheralOptions): boolean {
  return (Object.keys(a) as (keyof PeripheralOptions)[]).every((key) => a[key] === b[key]);
}

/** Probable devices of the kind first, then unknown things, then what is something else or paired. */
export function sortPorts(ports: FoundPort[], kind: Kind): FoundPort[] {
  const rank = (port: FoundPort) =>
    isPaired(port) ? 3 : port.likely === kind ? 0 : port.likely === null ? 1 : 2;
  return [...ports].sort(
    (a, b) =>
      rank(a) - rank(b) || writeAddress(a.address).localeCompare(writeAddress(b.address), 'en'),
  );
}

export function isPaired(port: FoundPort): boolean {
  return port.paired_terminal_id !== null;
}
