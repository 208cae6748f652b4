// The host inside the desktop window: the shell's two commands, `call` and `subscribe`.
// Keeps the session's handle in memory only; a reloaded window has to sign in again.
import { Channel, invoke } from '@tauri-apps/api/core';
import type { Command, Event, Session } from '$/api';
import { callError, type CallOptions, type Host, type Input, type Output } from './host';

const opensSession = new Set<Command>([
  'session_sign_in',
  'session_unlock',
  'session_current',
  'own_password_change',
  'own_pin_change',
]);

export function tauriHost(): Host {
  let handle: string | null = null;
  let resubscribe: (() => void) | null = null;

  function keepHandle(next: string | null) {
    if (next === handle) return;
    handle = next;
    resubscribe?.();
  }

  return {
    kind: 'tauri',
    async call<C extends Command>(command: C, input: Input<C>, opts: CallOptions = {}) {
      const request = { command, input, ...opts };
      let output: Output<C>;
      try {
        output = await invoke<Output<C>>('call', { request, session: handle });
      } catch (thrown) {
        throw callError(thrown);
      }
      if (opensSession.has(command)) keepHandle((output as Session | null)?.handle ?? null);
      if (command === 'session_sign_out') keepHandle(null);
      return output;
    },
    subscribe(listener, link) {
      let live = true;
      let round = 0;
      resubscribe = () => {
        const mine = ++round;
        const events = new Channel<Event>();
        events.onmessage = (event) => {
          if (live && mine === round) listener(event);
        };
        invoke('subscribe', { session: handle, events }).then(
          () => link?.(true),
          () => link?.(false),
        );
      };
      resubscribe();
      return () => {
        live = false;
        resubscribe = null;
      };
    },
  };
}
