// Who is at the till and in which state the shop is. Decides the gate: no shop, locked file,
// nobody signed in, locked, something to be done first. Must never keep a PIN, password or code, nor
// the session's handle (host/ does).
import type { Permission, Session, ShopStatus } from '$/api';
import { CallError, call, callError, newId, query } from '$/host';
import { shopFormats } from '$/i18n/format.svelte';
import { words } from '$/i18n/texts.svelte';
import type { Gate } from './screens';

/** What a person shows of themselves; what is absent was not asked for. */
export interface Shown {
  pin?: string;
  password?: string;
  code?: string;
}

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
    if (locked) return 'locked';
    return user.must === null ? null : 'must';
  },
  /** Somebody is signed in and not locked, whatever gate stands. */
  get awake(): boolean {
    return user !== null && !locked;
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
  async signIn(user_id: string, { pin, password, code }: Shown): Promise<void> {
    const secret = { pin: pin ?? null, password: password ?? null, code: code || null };
    takeUser(await call('session_sign_in', { user_id, ...secret }, { request_id: newId() }));
  },
  /** Who is signed in, as an act of theirs left it. */
  userChanged(next: Session): void {
    takeUser(next);
  },
  /** Reads anew what the person must do, and may. */
  async refresh(): Promise<void> {
    takeUser(await query('session_current', {}));
  },
  async unlock({ pin, password }: Shown): Promise<void> {
    const input = { pin: pin ?? null, password: password ?? null };
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
