// The keyboard-wedge scanner: catches codes wherever the focus is, also in sheets, and hands them
// to whoever listens last. What the scanner typed into a field is taken out again, and its Enter
// never reaches a key such as Pay. Typed text is never delayed and never eaten.
import { ScanRhythm } from './rhythm';
import { releaseFocus } from './focus';
import { takesText } from './hotkeys.svelte';

/** Answers true when it has taken the code; else the next one below is asked. `in_field` tells
 *  that the keys went to a text field. What nobody takes stays where it was typed. */
export type ScanTaker = (code: string, in_field: boolean) => boolean;
/** Remembers a value before the first key of a run; the answer puts it back. */
export type Guard = () => () => void;

const takers: ScanTaker[] = [];
const guards = new Set<Guard>();

/** Listens for scans for as long as the component lives; the newest is asked first. */
export function onScan(taker: ScanTaker): () => void {
  takers.push(taker);
  return () => void takers.splice(takers.indexOf(taker), 1);
}

/** For pads that take keys without a text field: lets a scan's digits be taken back. */
export function guardEntry(guard: Guard): () => void {
  guards.add(guard);
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

function deliver(code: string, in_field: boolean): boolean {
  for (let i = takers.length - 1; i >= 0; i--) {
    if (takers[i]!(code, in_field)) return true;
  }
  return false;
}

/** Watches one document. `watch` gets each keydown first and answers true when it was a scan's
 *  last key, which nobody else may see. */
export function scanWatcher(rhythm: ScanRhythm = new ScanRhythm()) {
  let restores: (() => void)[] = [];
  let in_field = false;
  let quiet: ReturnType<typeof setTimeout> | undefined;

  function hand(code: string | null): boolean {
    if (code === null || !deliver(code, in_field)) return false;
    for (const restore of restores) restore();
    restores = [];
    releaseFocus();
    return true;
  }

  return function watch(event: KeyboardEvent): boolean {
    if (event.key === 'Shift' || event.key === 'Control' || event.key === 'CapsLock') return false;
    clearTimeout(quiet);
    const char = event.repeat ? null : charOf(event);
    if (char !== null) {
      if (rhythm.feed(char, event.timeStamp)) {
        in_field = takesText(event.target);
        restores = [guardField(event.target), ...Array.from(guards, (guard) => guard())];
      }
      const at_ms = event.timeStamp;
      quiet = setTimeout(() => hand(rhythm.take(at_ms, false)), rhythm.rules.quiet_ms);
      return false;
    }
    const ends = event.key === 'Enter' || event.key === 'Tab';
    if (!ends) rhythm.reset();
    const scanned = ends && hand(rhythm.take(event.timeStamp, true));
    if (scanned) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    return scanned;
  };
}
