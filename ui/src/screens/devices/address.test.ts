import { describe, expect, it } from 'vitest';
import type { FoundPort } from '$/api';
import { passwordFault, readPath, readTcp, writeAddress } from './address';
import { sortPorts } from './kinds';

describe('a typed network address', () => {
  it.each([
    ['192.168.0.40', '20007', '192.168.0.40:20007'],
    [' terminal-1.local ', '20007', 'terminal-1.local:20007'],
    ['192.168.0.40:5577', '20007', '192.168.0.40:5577'],
    ['[fe80::1]:5577', '20007', '[fe80::1]:5577'],
    ['fe80::1', '20007', '[fe80::1]:20007'],
  ])('%j and %j is %s', (host, port, want) => {
    const address = readTcp({ host, port });
    expect(typeof address === 'string' ? address : writeAddress(address)).toBe(want);
  });
  it.each([
    ['', '20007', 'host'],
    ['a b', '20007', 'host'],
    ['192.168.0.40', '0', 'port'],
    ['192.168.0.40', '65536', 'port'],
    ['192.168.0.40', 'x', 'port'],
  ])('%j and %j is a wrong %s', (host, port, fault) => {
    expect(readTcp({ host, port })).toBe(fault);
  });
});

it('takes a port by its path', () => {
  expect(readPath(' COM3 ', 9600)).toEqual({
    kind: 'serial',
    path: 'COM3',
    baud: 9600,
    usb_serial: null,
  });
  expect(readPath('/dev/usb/lp0', 9600)).toEqual({ kind: 'device', path: '/dev/usb/lp0' });
  expect(readPath('', 9600)).toBe('path');
});

it('lists what is probably the kind looked for first', () => {
  const port = (path: string, likely: FoundPort['likely']) =>
    ({
      address: { kind: 'serial', path, baud: 9600, usb_serial: null },
      likely,
      paired_terminal_id: null,
    }) as FoundPort;
  const list = sortPorts(
    [port('c', 'scanner'), port('b', null), port('a', 'terminal')],
    'terminal',
  );
  expect(list.map((p) => writeAddress(p.address))).toEqual(['a', 'b', 'c']);
});

it.each([
  ['', false],
  ['123456', false],
  ['12345', true],
  ['12345a', true],
])('password %j is wrong: %s', (text, wrong) => expect(passwordFault(text)).toBe(wrong));
