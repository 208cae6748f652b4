// The parts of the kit where a mistake would be felt at a counter: pads, sheets, keys and toasts.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { createRawSnippet, flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { words } from '$/i18n/texts.svelte';
import { dispatchKey } from '$/input/hotkeys.svelte';
import { layers } from '$/input/layers.svelte';
import { scanWatcher } from '$/input/scanner';
import Confirm from './Confirm.svelte';
import DateField from './DateField.svelte';
import PinPad from './PinPad.svelte';
import Sheet from './Sheet.svelte';
import Toaster from './Toaster.svelte';
import { toasts } from './toasts.svelte';
import PadHarness from '$/test/PadHarness.svelte';

let at_ms = 0;
const watch = scanWatcher();
const route = (event: KeyboardEvent) => {
  if (!watch(event)) dispatchKey(event);
};
function press(key: string, after_ms = 200, target: EventTarget = document.body) {
  at_ms += after_ms;
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  Object.defineProperty(event, 'timeStamp', { value: at_ms });
  target.dispatchEvent(event);
  flushSync();
  return event;
}
const text = (content: string) => createRawSnippet(() => ({ render: () => `<p>${content}</p>` }));

beforeEach(() => {
  words.speak('en', false);
  window.addEventListener('keydown', route, true);
});
afterEach(() => {
  window.removeEventListener('keydown', route, true);
  toasts.clear();
});

describe('NumPad', () => {
  test('takes keys and fingers alike', async () => {
    render(PadHarness);
    await fireEvent.click(screen.getByRole('button', { name: '5' }));
    press('0');
    press(',');
    press('5');
    expect(screen.getByTestId('entry').textContent).toBe('50.5');
    press('Backspace');
    expect(screen.getByTestId('entry').textContent).toBe('50.');
  });

  test('a proposal is replaced by the first digit, and corrected by the back key', () => {
    render(PadHarness, { entry: '47.92', fresh: true });
    press('6');
    expect(screen.getByTestId('entry').textContent).toBe('6');
  });

  test('gives back what a scanner typed into it', () => {
    render(PadHarness, { entry: '50' });
    for (const digit of '4006381333931') press(digit, 8);
    press('Enter', 8);
    // Nobody takes the code here, so it stays; with a taker it is gone.
    expect(screen.getByTestId('entry').textContent).not.toBe('50');
  });

  test('with somebody who takes the scan the entry is as before', () => {
    render(PadHarness, { entry: '50', takes: true });
    for (const digit of '4006381333931') press(digit, 8);
    press('Enter', 8);
    expect(screen.getByTestId('entry').textContent).toBe('50');
  });
});

describe('PinPad', () => {
  test('enters by Enter only when the PIN is long enough, and shows dots, not digits', () => {
    const onenter = vi.fn();
    const { container } = render(PinPad, { pin: '', onenter, least: 4 });
    for (const digit of '314') press(digit);
    press('Enter');
    expect(onenter).not.toHaveBeenCalled();
    press('1');
    press('Enter');
    expect(onenter).toHaveBeenCalledOnce();
    expect(container.querySelectorAll('.full').length).toBe(4);
    expect(container.querySelector('.dots')?.textContent?.trim()).toBe('');
  });

  test('throws a stray barcode away', () => {
    const onenter = vi.fn();
    const { container } = render(PinPad, { pin: '', onenter, least: 4 });
    for (const digit of '4006381333931') press(digit, 8);
    press('Enter', 8);
    expect(onenter).not.toHaveBeenCalled();
    expect(container.querySelectorAll('.full').length).toBe(0);
  });
});

describe('Sheet', () => {
  test('opens modal, takes the keys for itself and gives them back', () => {
    const onclose = vi.fn();
    const { unmount } = render(Sheet, { title: 'A question', onclose, children: text('?') });
    const dialog = screen.getByRole('dialog', { name: 'A question' });
    expect((dialog as HTMLDialogElement).open).toBe(true);
    expect(layers.top).not.toBe(0);
    press('Escape');
    expect(onclose).toHaveBeenCalledOnce();
    unmount();
    expect(layers.top).toBe(0);
  });

  test('without a way out Escape does nothing, and the platform cannot close it', () => {
    render(Sheet, { title: 'Wait', children: text('…') });
    const dialog = screen.getByRole<HTMLDialogElement>('dialog');
    press('Escape');
    expect(dialog.open).toBe(true);
    dialog.close();
    expect(dialog.open).toBe(true);
  });

  test('a question has the focus on its safe answer', () => {
    const answers = { onyes: vi.fn(), onno: vi.fn() };
    render(Confirm, { title: 'Void?', text: 'Kept', act: 'Void', danger: true, ...answers });
    expect(document.activeElement?.textContent?.trim()).toBe('Cancel');
  });
});

describe('DateField', () => {
  test('moves by keys, keeps to its last day, and chooses', async () => {
    const onchange = vi.fn();
    render(DateField, { label: 'Day', value: '2026-11-22', max: '2026-11-24', onchange });
    await fireEvent.click(screen.getByRole('button', { name: /Day/ }));
    const sheet = screen.getByRole('dialog', { hidden: true });
    await fireEvent.keyDown(sheet, { key: 'ArrowDown' });
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('24'));
    await fireEvent.click(document.activeElement!);
    expect(onchange).toHaveBeenCalledWith('2026-11-24');
  });
});

describe('toasts', () => {
  test('stay long enough to read, then go; equal ones count once', () => {
    vi.useFakeTimers();
    render(Toaster);
    toasts.push('Saved');
    toasts.push('Saved');
    flushSync();
    expect(screen.getAllByText('Saved').length).toBe(1);
    vi.advanceTimersByTime(2000);
    flushSync();
    expect(screen.getAllByText('Saved').length).toBe(1);
    vi.advanceTimersByTime(3000);
    flushSync();
    expect(screen.queryByText('Saved')).toBeNull();
    vi.useRealTimers();
  });

  test('an undo runs once and takes its toast away', async () => {
    render(Toaster);
    const run = vi.fn();
    toasts.push('Removed', 'plain', { text: 'Undo', run });
    flushSync();
    await fireEvent.click(screen.getByText('Undo'));
    expect(run).toHaveBeenCalledOnce();
    expect(toasts.shown).toEqual([]);
  });
});
