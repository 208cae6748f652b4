// Addresses of devices: how they are written, typed and checked. Pure.
import type { Address } from '$/api';

/** ZVT over TCP listens here on most terminals (ECR-Interface ZVT, TCP/IP annex). */
export const ZVT_PORT = 20007;
export const BAUDS = [1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200] as const;

/** "192.168.0.40:20007", "/dev/ttyACM0", "COM3". */
export function writeAddress(address: Address): string {
  if (address.kind !== 'tcp') return address.path;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return `${host}:${address.port}`;
}

export interface TypedTcp {
  host: string;
  port: string;
}
export type AddressFault = 'host' | 'port' | 'path';

/** The typed network address, or which part is wrong. "host:port" in the first field is read too. */
export function readTcp(typed: TypedTcp): Address | AddressFault {
  const bracketed = /^\[([0-9a-f:]+)\](?::(\d+))?$/i.exec(typed.host.trim());
  const joined = /^([^:\s]+):(\d+)$/.exec(typed.host.trim());
  const host = bracketed?.[1] ?? joined?.[1] ?? typed.host.trim();
  const portText = bracketed?.[2] ?? joined?.[2] ?? typed.port.trim();
  if (!/^[\p{L}\p{N}._:-]+$/u.test(host)) return 'host';
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : 0;
  return port >= 1 && port <= 65535 ? { kind: 'tcp', host, port } : 'port';
}

/** A printer on USB has a file of its own and no speed (Linux, usblp). */
const PRINTER_FILE = /^\/dev\/(usb\/)?lp\d+$/;

/** The typed path of a port or of a printer's file. */
export function readPath(path: string, baud: number): Address | AddressFault {
  const clean = path.trim();
  if (clean === '' || /\s/.test(clean)) return 'path';
  if (PRINTER_FILE.test(clean)) return { kind: 'device', path: clean };
  return { kind: 'serial', path: clean, baud, usb_serial: null };
}

/** Six digits or nothing (ZVT passwords are three BCD bytes). */
export const passwordFault = (text: string): boolean => text !== '' && !/^\d{6}$/.test(text);
