// The scanner: catches the codes of a keyboard wedge wherever the focus is, also in sheets, takes those
// of a serial one from its events, and hands them to whoever listens last. What a wedge typed into a
// field is taken out again, and its Enter never reaches a key such as Pay. Typed text is never delayed
// and never eaten; a secret being typed is never looked at.
import { ScanRhythm } from './rhythm';
import { releaseFocus } from './focus';
import { takesText } from './hotkeys.svelte';

/** Answers true when it has taken the code; else the next one below is asked. `in_field` tells
 *  that the keys went to a text field. What nobody takes stays where it was typed, unless it is a
 *  field for numbers: there a code would be an amount. */
export type ScanTaker = (code: string, in_field: boolean) => boolean;
/** Remembers a value before the first key of a run; the answer puts it back. */
export type Guard = () => () => void;

const takers: ScanTaker[] = [];
const guards = new Map<Guard, number>();

/** Listens for scans for as long as the component lives; the newest is asked first. */
export function onScan(taker: ScanTaker): () => void {
  takers.push(taker);
  return () => void takers.splice(takers.indexOf(taker), 1);
}

/** For pads that take keys without a text field: lets a scan's digits be taken back. What has no more
 *  than `own` characters is the pad's: a secret, quick as it may be typed, is no code. */
export function guardEntry(guard: Guard, own = 0): () => void {
  guards.set(guard, own);
  return () => void guards.delete(guard);
}

function guardField(target: EventTarget | null): () => void {
  if (!takesText(target) || !('value' in (target as object))) return () => {};
  const field = target as HTMLInputElement | HTMLTextAreaElement;
  const { value, selectionStart, selectionEnd } = field;
  return () => {
    field.value = value;
    if (selectionStart !== null) field.setSelectionRange(selectionStart, selectionEnd);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
}

/** The character a key types, also under an input method that hides it. */
function charOf(event: KeyboardEvent): string | null {
  if (event.altKey || event.metaKey) return null;
  // The group separator of GS1 codes comes as Ctrl+].
  if (event.ctrlKey) return event.key === ']' ? '\u001d' : null;
  if (event.key.length === 1) return event.key;
  if (event.key !== 'Process') return null;
  const typed = /^(?:Digit|Key|Numpad)(\w)$/.exec(event.code)?.[1];
  return typed === undefined ? null : event.shiftKey ? typed : typed.toLowerCase();
}

const isInput = (target: EventTarget | null) => target instanceof HTMLInputElement;
/** A password or a code, perhaps typed by a key that is as quick as a scanner. */
const isSecret = (target: EventTarget | null) =>
  isInput(target) &&
  (target.type === 'password' || target.getAttribute('autocomplete') === 'one-time-code');
const wantsNumber = (target: EventTarget | null) =>
  isInput(target) && (target.inputMode === 'numeric' || target.inputMode === 'decimal');

/** Hands a code to the newest listener that takes it; false when nobody did. */
export function handScan(code: string, in_field = false): boolean {
  for (let i = takers.length - 1; i >= 0; i--) {
    if (takers[i]!(code, in_field)) return true;
  }
  return false;
}

const MODIFIERS = new Set(['Shift', 'Control', 'CapsLock', 'AltGraph', 'NumLock']);
/** Keys that were waiting behind a busy page are let in before silence is believed. */
const SETTLE_MS = 40;

/** Watches one document. `watch` gets each keydown first and answers true when it was a scan's
 *  last key, which nobody else may see. */
export function scanWatcher(rhythm: ScanRhythm = new ScanRhythm()) {
  let restores: (() => void)[] = [];
  let field: EventTarget | null = null;
  let refuses = false;
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let handled_ms = 0;
  let free_ms = 0;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => (free_ms = performance.now());

  function begin(target: EventTarget | null): void {
    field = target;
    refuses = wantsNumber(target) || (guards.size > 0 && !takesText(target));
    restores = [guardField(target), ...Array.from(guards.keys(), (guard) => guard())];
  }
  function hand(code: string | null): boolean {
    if (code === null || isSecret(field)) return false;
    if (!takesText(field) && code.length <= Math.max(0, ...guards.values())) return false;
    const taken = handScan(code, takesText(field));
    if (!taken && !refuses) return false;
    for (const restore of restores) restore();
    restores = [];
    releaseFocus();
    return true;
  }
  function listenForSilence(): void {
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      quiet = setTimeout(() => hand(rhythm.fallSilent()), SETTLE_MS);
    }, rhythm.rules.quiet_ms);
  }
  /** When the page could take this key at the earliest, as far as can be told. */
  function freeSince(): number {
    const since = Math.max(handled_ms, free_ms);
    handled_ms = performance.now();
    port2.postMessage(null);
    return since;
  }

  return function watch(event: KeyboardEvent): boolean {
    if (MODIFIERS.has(event.key)) return false;
    clearTimeout(quiet);
    const free = freeSince();
    const char = event.repeat ? null : charOf(event);
    if (char !== null) {
      if (rhythm.feed(char, event.timeStamp, free)) begin(event.target);
      listenForSilence();
      return false;
    }
    const ends = event.key === 'Enter' || event.key === 'Tab';
    const scanned = ends && hand(rhythm.end(event.timeStamp, free));
    if (!ends) rhythm.reset();
    if (scanned) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    return scanned;
  };
}
