// Lets go of a focus that was left on a control, so that the next Enter is the screen's own. A text
// field keeps it, and so does whatever lies in a sheet: there the platform minds the focus.
import { takesText } from './hotkeys.svelte';

export function releaseFocus(): void {
  const left = document.activeElement;
  if (left instanceof HTMLElement && !takesText(left) && !left.closest('dialog')) left.blur();
}
