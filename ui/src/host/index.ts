// Chooses the host once, at the start: the desktop window, or a browser over HTTP.
// The fake one is set by tests through `useHost`.
import type { Command } from '$/api';
import type { CallOptions, Host, Input, Output } from './host';
import { httpHost } from './http';
import { tauriHost } from './tauri';

export { CallError, callError } from './host';
export type { CallOptions, Host, Input, Output } from './host';
export { newId } from './ids';

let current: Host | null = null;

export function host(): Host {
  current ??= '__TAURI_INTERNALS__' in window ? tauriHost() : httpHost();
  return current;
}

export function useHost(other: Host): void {
  current = other;
}

/** A read: no request id, may be repeated at will. */
export function query<C extends Command>(command: C, input: Input<C>): Promise<Output<C>> {
  return host().call(command, input);
}

export function call<C extends Command>(
  command: C,
  input: Input<C>,
  opts?: CallOptions,
): Promise<Output<C>> {
  return host().call(command, input, opts);
}
