// Up and down among the choices of a radio group made of buttons, as among native ones: the next one is
// chosen and has the focus. Tab goes to the one that is on.
import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

const isOn = (choice: HTMLElement) => choice.getAttribute('aria-checked') === 'true';

export const arrows: Attachment<HTMLElement> = (group) =>
  on(group, 'keydown', (event) => {
    const by = STEPS[event.key];
    const all = [...group.querySelectorAll<HTMLElement>('[role=radio]:not(:disabled)')];
    if (by === undefined || all.length === 0) return;
    event.preventDefault();
    const focused = all.findIndex((each) => each === document.activeElement);
    const at = focused >= 0 ? focused : all.findIndex((each) => isOn(each));
    const next = all[at < 0 ? 0 : (at + by + all.length) % all.length];
    if (next === undefined || (next === all[at] && isOn(next))) return;
    next.click();
    next.focus();
  });

/** Whether Tab comes to this choice: the one that is on, or the first where none is. */
export const tabStop = (is_on: boolean, none_on: boolean, is_first: boolean): 0 | -1 =>
  is_on || (none_on && is_first) ? 0 : -1;
