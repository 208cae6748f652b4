// What stands to choose from: a category's products page by page, or what a search found. Only the
// newest answer counts; a page is asked for once.
import type { Category, ProductTile } from '$/api';
import { tell } from '$/app/act.svelte';
import { onEvent } from '$/app/events';
import { query } from '$/host';

const PAGE = 60;
const FOUND_MOST = 60;

export class Goods {
  categories = $state.raw<Category[]>([]);
  /** null: favourites. */
  category_id = $state<number | null>(null);
  tiles = $state.raw<ProductTile[]>([]);
  text = $state('');
  found = $state.raw<ProductTile[] | null>(null);
  /** The found product that Enter takes. */
  active = $state(0);
  loaded = $state(false);
  #more = true;
  #round = 0;
  #search = 0;

  get searching(): boolean {
    return this.text.trim() !== '';
  }
  get shown(): ProductTile[] {
    return this.searching && this.found ? this.found : this.tiles;
  }

  start(): () => void {
    void this.#load();
    return onEvent('changed', (event) => {
      if (event.tags.includes('products')) void this.#load();
    });
  }

  async #load(): Promise<void> {
    try {
      this.categories = await query('category_list', {});
    } catch (thrown) {
      tell(thrown);
    }
    await this.choose(this.category_id);
  }

  async choose(category_id: number | null): Promise<void> {
    this.category_id = category_id;
    this.#more = true;
    this.#round++;
    await this.more(true);
  }

  /** The next page of the category; `fresh` replaces what is there. */
  async more(fresh = false): Promise<void> {
    if (!this.#more) return;
    this.#more = false;
    const mine = this.#round;
    const offset = fresh ? 0 : this.tiles.length;
    try {
      const { category_id } = this;
      const page = await query('product_grid', { category_id, offset, limit: PAGE });
      if (mine !== this.#round) return;
      this.tiles = fresh ? page : [...this.tiles, ...page];
      this.#more = page.length === PAGE;
      this.loaded = true;
    } catch (thrown) {
      if (mine === this.#round) tell(thrown);
    }
  }

  async search(text: string): Promise<void> {
    this.text = text;
    const mine = ++this.#search;
    if (!this.searching) {
      this.found = null;
      return;
    }
    try {
      const found = await query('product_search', { text: text.trim(), limit: FOUND_MOST });
      if (mine !== this.#search) return;
      this.found = found;
      this.active = 0;
    } catch (thrown) {
      if (mine === this.#search) tell(thrown);
    }
  }

  clear(): void {
    this.#search++;
    this.text = '';
    this.found = null;
  }
}
