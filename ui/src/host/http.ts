// The host in a browser: POST /api/call and a stream of events from GET /api/events.
// The session's handle travels in a header and is kept in memory only, never in storage or a URL.
import type { ApiError, Command, Event, Session } from '$/api';
import { CallError, callError, type CallOptions, type Host, type Input } from './host';
import { readEvents } from './sse';

const opensSession = new Set<Command>([
  'session_sign_in',
  'session_unlock',
  'session_current',
  'own_password_change',
  'own_pin_change',
]);
const RECONNECT_MS = [250, 500, 1000, 2000, 4000];

type Answer = { ok: unknown } | { error: ApiError };

async function post(body: unknown, headers: Record<string, string>): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch('/api/call', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  } catch {
    // The request may or may not have arrived; its id makes asking again safe.
    throw new CallError({ code: 'host_unreachable', retry_safe: true });
  }
  let answer: Answer;
  try {
    answer = (await response.json()) as Answer;
  } catch {
    throw new CallError({ code: 'host_unreachable', retry_safe: true });
  }
  if ('error' in answer) throw callError(answer.error);
  if (!response.ok) throw new CallError({ code: 'internal' });
  return answer.ok;
}

export function httpHost(): Host {
  let handle: string | null = null;
  let restart: (() => void) | null = null;
  const session = (): Record<string, string> =>
    handle === null ? {} : { 'x-countertop-session': handle };

  function keepHandle(next: string | null) {
    if (next === handle) return;
    handle = next;
    restart?.();
  }

  return {
    kind: 'http',
    async call<C extends Command>(command: C, input: Input<C>, opts: CallOptions = {}) {
      const output = await post({ command, input, ...opts }, session());
      if (opensSession.has(command)) keepHandle((output as Session | null)?.handle ?? null);
      if (command === 'session_sign_out') keepHandle(null);
      return output as never;
    },
    subscribe(listener, link) {
      let live = true;
      let connection = new AbortController();
      let timer: ReturnType<typeof setTimeout> | undefined;

      async function run(failures: number, signal: AbortSignal) {
        let seen = failures;
        try {
          const response = await fetch('/api/events', { headers: session(), signal });
          if (!response.ok || response.body === null) throw new Error('no stream');
          link?.(true);
          seen = 0;
          for await (const text of readEvents(response.body)) {
            if (!signal.aborted) listener(JSON.parse(text) as Event);
          }
        } catch {
          if (!signal.aborted) link?.(false);
        }
        if (!live || signal.aborted) return;
        const wait_ms = RECONNECT_MS[Math.min(seen, RECONNECT_MS.length - 1)];
        timer = setTimeout(() => void run(seen + 1, signal), wait_ms);
      }

      restart = () => {
        connection.abort();
        clearTimeout(timer);
        connection = new AbortController();
        void run(0, connection.signal);
      };
      restart();
      return () => {
        live = false;
        restart = null;
        clearTimeout(timer);
        connection.abort();
      };
    },
  };
}
