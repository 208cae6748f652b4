// Keys that a finger or mouse presses take no focus: the focus stays where typing goes on, and a later
// Enter means what the screen says, not the key touched last. Reached by Tab they take it as usual.
import { releaseFocus } from '$/input/focus';

export function unfocused(event: MouseEvent): void {
  event.preventDefault();
  releaseFocus();
}
