// What the customer sees, as the till publishes it. Needs no session, knows no ids and no names; when
// the till is out of reach it forgets the sale, because an old sum is a wrong one.
import type { CustomerView, Event } from '$/api';
import { host, query } from '$/host';
import { shopFormats } from '$/i18n/format.svelte';
import { words } from '$/i18n/texts.svelte';
import { pictureAddress } from '$/parts/shop/picture';

/** How long the last sum stays while the connection is made again. */
const STALE_MS = 3000;

export class CustomerScreen {
  view = $state.raw<CustomerView | null>(null);
  /** The shop's picture as a data address; null: none. */
  picture = $state<string | null>(null);
  shop_name = $state('');
  #stale: ReturnType<typeof setTimeout> | undefined;

  /** Follows the till; the answer stops. */
  start(): () => void {
    const stop = host().subscribe(
      (event) => this.#hear(event),
      (connected) => {
        if (connected) {
          clearTimeout(this.#stale);
          this.#stale = undefined;
          void this.#read();
        } else {
          // Each failed try says so again; the first one counts.
          this.#stale ??= setTimeout(() => (this.view = null), STALE_MS);
        }
      },
    );
    return () => {
      clearTimeout(this.#stale);
      stop();
    };
  }

  #hear(event: Event): void {
    if (event.type === 'customer') this.#take(event.view);
    else if (event.type === 'changed' && event.tags.includes('settings')) void this.#read();
  }

  #take(view: CustomerView): void {
    this.view = view;
    this.shop_name = view.shop_name || this.shop_name;
    const { currency: code, exponent, symbol } = view;
    if (code) shopFormats.use({ code, exponent, symbol, quick_notes_minor: [] });
    words.speak(view.language === 'zh' ? 'zh' : 'en', false);
  }

  async #read(): Promise<void> {
    try {
      this.#take(await query('customer_view', {}));
      const { base64 } = await query('picture', {});
      this.picture = base64 === null ? null : pictureAddress(base64);
    } catch {
      // The next connection reads again; until then the shop's name stands.
      this.view = null;
    }
  }
}
