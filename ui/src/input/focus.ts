// Where the keys go when nobody said so: a focus that was left on a control is let go, a form that
// appears takes it.
import { takesText } from './hotkeys.svelte';

/** Lets go of it, so that the next Enter is the screen's own. A text field keeps it, and so does
 *  whatever lies in a sheet: there the platform minds the focus. */
export function releaseFocus(): void {
  const left = document.activeElement;
  if (left instanceof HTMLElement && !takesText(left) && !left.closest('dialog')) left.blur();
}

/** Typing begins in this form, unless somebody walks among choices by keyboard: the focus stays there. */
export function beginTyping(form: HTMLElement): void {
  if (document.activeElement?.matches('[role=radio]:focus-visible')) return;
  form.querySelector('input')?.focus();
}
