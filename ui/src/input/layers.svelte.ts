// What lies on top of what: the page, then each sheet, then an open list. Keys go to the top layer
// only. Owns the order; must never know what a layer shows.
import { getContext, setContext } from 'svelte';

const LAYER = Symbol('layer');
let next = 1;
// Not a state itself: read while a component goes away, a state still shows what it was before, and a
// sheet that takes another's place would lose its layer. `change` tells those who read `top`.
let open: readonly number[] = [];
let changes = 0;
let change = $state(0);

function set(layers: readonly number[]): void {
  open = layers;
  change = ++changes;
}

export const layers = {
  /** The layer that gets the keys; 0 is the page itself. */
  get top(): number {
    void change;
    return open.at(-1) ?? 0;
  },
  /** Puts a layer on top and gives its number. Close it with `close`. */
  open(): number {
    const layer = next++;
    set([...open, layer]);
    return layer;
  },
  close(layer: number): void {
    set(open.filter((each) => each !== layer));
  },
  /** For a sheet: makes its children belong to it. */
  provide(layer: number): void {
    setContext(LAYER, layer);
  },
  /** The layer a component lives in. Call while the component is made. */
  mine(): number {
    return getContext<number | undefined>(LAYER) ?? 0;
  },
};
