// Who is at the till and in which state the shop is. Decides the gate: no shop, locked file,
// nobody signed in, locked. Must never keep a PIN or password, nor the session's handle (host/ does).
import type { Permission, Session, ShopStatus } from '$/api';
import { CallError, call, callError, newId, query } from '$/host';
import { shopFormats } from '$/i18n/format.svelte';
import { words } from '$/i18n/texts.svelte';
import type { Gate } from './screens';

let shop = $state.raw<ShopStatus | null>(null);
let user = $state.raw<Session | null>(null);
let locked = $state(false);
let gateHolds = 0;
let failure = $state.raw<CallError | null>(null);

function takeShop(next: ShopStatus): void {
  shop = next;
  shopFormats.use(next.currency);
  if (next.state !== 'none' && !words.chosen) {
    words.speak(next.language === 'zh' ? 'zh' : 'en', false);
  }
}

function takeUser(next: Session | null): void {
  user = next;
  locked = next?.locked ?? false;
}

export const session = {
  get shop(): ShopStatus | null {
    return shop;
  },
  get user(): Session | null {
    return user;
  },
  /** Why the till cannot be reached, or null. */
  get failure(): CallError | null {
    return failure;
  },
  /** What stands before the screens; null when someone is signed in and active. */
  get gate(): Gate | 'starting' | null {
    if (shop === null) return 'starting';
    if (shop.state === 'none') return 'no_shop';
    if (shop.state === 'locked') return 'shop_locked';
    if (user === null) return 'signed_out';
    return locked ? 'locked' : null;
  },
  can(permission: Permission): boolean {
    return user?.permissions.includes(permission) ?? false;
  },
  /**
   * Keeps the gate as it is until the answer is called: a lost connection must not take a recovery
   * phrase off the screen that is shown only once.
   */
  holdGate(): () => void {
    gateHolds++;
    let held = true;
    return () => {
      if (held) gateHolds--;
      held = false;
    };
  },
  async start(): Promise<void> {
    if (gateHolds > 0) return;
    try {
      takeShop(await query('shop_status', {}));
      takeUser(shop?.state === 'open' ? await query('session_current', {}) : null);
      failure = null;
    } catch (thrown) {
      failure = callError(thrown);
    }
  },
  /** After the shop was made, unlocked or its settings changed. */
  shopChanged(next: ShopStatus): void {
    takeShop(next);
  },
  async signIn(user_id: string, secret: { pin?: string; password?: string }): Promise<void> {
    const input = { user_id, pin: secret.pin ?? null, password: secret.password ?? null };
    takeUser(await call('session_sign_in', input, { request_id: newId() }));
  },
  async unlock(secret: { pin?: string; password?: string }): Promise<void> {
    const input = { pin: secret.pin ?? null, password: secret.password ?? null };
    takeUser(await call('session_unlock', input, { request_id: newId() }));
  },
  async lock(): Promise<void> {
    if (user === null || locked) return;
    // The screen locks at once, whatever the backend says.
    locked = true;
    try {
      await call('session_lock', {}, { request_id: newId() });
    } catch {
      // Still locked here; the backend's own idle limit follows.
    }
  },
  async signOut(): Promise<void> {
    takeUser(null);
    try {
      await call('session_sign_out', {}, { request_id: newId() });
    } catch {
      // Signed out here; the backend's idle limit ends it there.
    }
  },
  /** What the backend did on its own. */
  told(state: 'locked' | 'ended'): void {
    if (state === 'ended') takeUser(null);
    else if (user !== null) locked = true;
  },
};
