// The keyboard map: which key does what in the layer on top. The `?` sheet is drawn from it, so
// a key that is not listed here does not exist. Must never act on a key meant for a text field.
import { flushSync } from 'svelte';
import { layers } from './layers.svelte';

export interface Hotkey {
  /** "F2", "Enter", "?", "Escape", "Ctrl+K". */
  key: string;
  run: (event: KeyboardEvent) => void;
  /** What it does, for the sheet; without it the key is not listed. */
  label?: string;
  /** Works in text fields too. F-keys and Escape always do. */
  typed?: boolean;
  when?: boolean;
  /** Works in whatever layer is on top. */
  everywhere?: boolean;
  /** Goes before the Enter or Space of the control that has the focus. */
  first?: boolean;
}
interface Entry {
  layer: number;
  list: () => Hotkey[];
}

let entries: Entry[] = [];

/** Adds keys for as long as the component lives. The list is read at each press. */
export function hotkeys(list: () => Hotkey[], layer: number = layers.mine()): void {
  $effect(() => {
    const entry = { layer, list };
    entries = [...entries, entry];
    return () => {
      entries = entries.filter((each) => each !== entry);
    };
  });
}

/** Keys of the layer on top, newest first, listed ones only. */
export function listedHotkeys(layer: number = layers.top): Hotkey[] {
  return entries
    .toReversed()
    .flatMap((entry) => entry.list().filter((each) => entry.layer === layer || each.everywhere))
    .filter((each) => each.label)
    .filter((each, i, all) => all.findIndex((other) => other.key === each.key) === i);
}

export function keyName(event: KeyboardEvent): string {
  const mods = (event.ctrlKey || event.metaKey ? 'Ctrl+' : '') + (event.altKey ? 'Alt+' : '');
  const key = event.key.length === 1 && mods !== '' ? event.key.toUpperCase() : event.key;
  return mods + (key === ' ' ? 'Space' : key);
}

const NOT_TYPED = new Set(['checkbox', 'radio', 'button', 'submit', 'range', 'file']);
export function takesText(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLInputElement) return !NOT_TYPED.has(target.type);
  return target instanceof HTMLElement && target.isContentEditable;
}

/** A control reached by keyboard keeps its own Enter and Space; one touched by a finger does not,
 *  or the last product touched would be added again where the cashier means "pay". */
function ownsEnter(target: EventTarget | null): boolean {
  const control = target instanceof Element && target.closest('button, a, select, summary, [role]');
  return control instanceof Element && control.matches(':focus-visible');
}

function mayRun(hotkey: Hotkey, event: KeyboardEvent, name: string): boolean {
  if (hotkey.key !== name || hotkey.when === false) return false;
  if (hotkey.typed || /^F\d+$/.test(name) || name === 'Escape') return true;
  if (takesText(event.target)) return false;
  const presses = name === 'Enter' || name === 'Space';
  return !(presses && !hotkey.first && ownsEnter(event.target));
}

/** Runs the key's act in the top layer, newest binding first. True when one was run. */
export function dispatchKey(event: KeyboardEvent): boolean {
  if (event.isComposing) return false;
  // What has changed is drawn first: a key must mean what the screen shows now.
  flushSync();
  const name = keyName(event);
  const top = layers.top;
  // Newest first, over the list as it is now: reading one may let components come and go.
  for (const entry of entries.toReversed()) {
    const here = entry.layer === top;
    const found = entry
      .list()
      .find((each) => (here || each.everywhere) && mayRun(each, event, name));
    if (!found) continue;
    event.preventDefault();
    event.stopPropagation();
    found.run(event);
    return true;
  }
  return false;
}
