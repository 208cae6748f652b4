// Choices made of buttons by keyboard: arrows choose, wrap at the ends and leave what cannot be chosen.
import { fireEvent } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { arrows, tabStop } from './arrows';

function group(...choices: string[]): { group: HTMLElement; chosen: string[] } {
  const made = document.createElement('div');
  const chosen: string[] = [];
  for (const choice of choices) {
    const button = document.createElement('button');
    button.setAttribute('role', 'radio');
    button.setAttribute('aria-checked', 'false');
    button.disabled = choice.startsWith('-');
    button.textContent = choice;
    button.onclick = () => {
      for (const each of made.children) each.setAttribute('aria-checked', 'false');
      button.setAttribute('aria-checked', 'true');
      chosen.push(choice);
    };
    made.append(button);
  }
  document.body.replaceChildren(made);
  arrows(made);
  return { group: made, chosen };
}

test.each([
  [
    ['a', 'b', 'c'],
    ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp'],
    ['b', 'c', 'a', 'c'],
  ],
  [
    ['a', '-b', 'c'],
    ['ArrowDown', 'ArrowUp'],
    ['c', 'a'],
  ],
  [['a'], ['ArrowDown', 'ArrowDown'], ['a']],
  [['a', 'b'], ['x', 'Tab'], []],
])('%j by %j: %j', async (choices, keys, expected) => {
  const { group: shown, chosen } = group(...choices);
  shown.querySelector('button')!.focus();
  for (const key of keys) await fireEvent.keyDown(document.activeElement!, { key });
  expect(chosen).toEqual(expected);
  expect(document.activeElement?.textContent).toBe(expected.at(-1) ?? 'a');
});

test('one stop for Tab: the choice that is on, or the first', () => {
  expect([tabStop(true, false, false), tabStop(false, true, true)]).toEqual([0, 0]);
  expect([tabStop(false, false, true), tabStop(false, true, false)]).toEqual([-1, -1]);
});
