// What the status bar shows: terminals, queue, doubts, network, the till's clock. Fed by events,
// read once at the start and after each lost connection.
import type { FileHealth, TillStatus } from '$/api';
import { query } from '$/host';
import { shopFormats } from '$/i18n/format.svelte';
import { onEvent, startEvents } from './events';
import { session } from './session.svelte';

let status = $state.raw<TillStatus | null>(null);
let connected = $state(true);
let offset_ms = 0;
let now = $state(Date.now());

function take(next: TillStatus): void {
  status = next;
  offset_ms = next.now - Date.now();
  now = next.now;
  shopFormats.use(session.shop?.currency ?? null, next.time_zone);
  // The shop is shut while its books are replaced, and open again afterwards.
  const shut = session.shop?.unlock_reason === 'being_restored';
  if (shut !== (next.restore?.state === 'running')) void session.start();
}

async function read(): Promise<void> {
  try {
    take(await query('till_status', {}));
  } catch {
    // The next event or connection brings it.
  }
}

export const live = {
  get status(): TillStatus | null {
    return status;
  },
  get connected(): boolean {
    return connected;
  },
  /** How the shop's file stands; good as long as nothing else was heard. */
  get file(): FileHealth {
    return status?.file ?? 'good';
  },
  /** The till's clock, moved on each second. */
  get now(): number {
    return now;
  },
  start(): () => void {
    const stops = [
      onEvent('status', (event) => take(event.status)),
      onEvent('session', (event) => session.told(event.state)),
      startEvents((is) => {
        const back = is && !connected;
        connected = is;
        // A shop may have opened before this began to listen.
        if (back || (is && session.gate === 'shop_locked')) void session.start();
        if (is) void read();
      }),
    ];
    const timer = setInterval(() => (now = Date.now() + offset_ms), 1000);
    void read();
    return () => {
      clearInterval(timer);
      for (const stop of stops) stop();
    };
  },
};
