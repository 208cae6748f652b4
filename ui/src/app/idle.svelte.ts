// Locks the till when nobody touches it. The limit is the shop's; a payment on its way keeps the
// till open, because somebody is waiting for it.
import { untrack } from 'svelte';
import { session } from './session.svelte';

const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
let holds = $state(0);

/** Keeps the till from locking until the answer is called. */
export function holdOpen(): () => void {
  holds = untrack(() => holds) + 1;
  return () => void (holds = untrack(() => holds) - 1);
}

/** Watches for as long as the component lives. */
export function idleLock(): void {
  $effect(() => {
    const active = session.gate === null || session.gate === 'must';
    const limit_s = active && holds === 0 ? (session.user?.idle_lock_s ?? 0) : 0;
    if (limit_s <= 0) return;
    let timer = setTimeout(lock, limit_s * 1000);
    let touched = Date.now();
    function lock() {
      const rest_ms = touched + limit_s * 1000 - Date.now();
      if (rest_ms > 50) timer = setTimeout(lock, rest_ms);
      else void session.lock();
    }
    const touch = () => (touched = Date.now());
    for (const sign of SIGNS)
      window.addEventListener(sign, touch, { passive: true, capture: true });
    return () => {
      clearTimeout(timer);
      for (const sign of SIGNS) window.removeEventListener(sign, touch, { capture: true });
    };
  });
}
