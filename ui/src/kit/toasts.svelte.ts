// Short messages that need no answer: what happened, perhaps with an undo. Owns the queue and how
// long each stays. Must never carry what a person has to decide; that is a sheet.
import { untrack } from 'svelte';

export interface ToastAction {
  text: string;
  run: () => void;
}
export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'good' | 'warn' | 'bad';
  action: ToastAction | null;
  dwell_ms: number;
}

const SHOWN_MOST = 3;
let next = 1;
let queue = $state.raw<Toast[]>([]);

/** Long enough to read at a glance from the side: a base, and more for each character. */
function dwellOf(text: string, tone: Toast['tone'], action: boolean): number {
  const reading_ms = [...text].length * (/\p{Script=Han}/u.test(text) ? 110 : 55);
  return 2600 + reading_ms + (action ? 2500 : 0) + (tone === 'bad' ? 3000 : 0);
}

export const toasts = {
  get shown(): Toast[] {
    return queue.slice(0, SHOWN_MOST);
  },
  push(text: string, tone: Toast['tone'] = 'plain', action: ToastAction | null = null): number {
    const id = next++;
    const toast = { id, text, tone, action, dwell_ms: dwellOf(text, tone, action !== null) };
    // The same words again replace the old ones: five equal messages say no more than one.
    queue = [...untrack(() => queue).filter((each) => each.text !== text), toast];
    return id;
  },
  drop(id: number): void {
    queue = queue.filter((each) => each.id !== id);
  },
  clear(): void {
    queue = [];
  },
};
