import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { startEvents } from '$/app/events';
import { session } from '$/app/session.svelte';
import { useHost } from '$/host';
import { words } from '$/i18n/texts.svelte';
import { PHRASE } from '$/test/till/safety';
import { pretendTill, type Till } from '$/test/till/till';
import Keys from './Keys.svelte';

let till: Till;
vi.setConfig({ testTimeout: 20_000 });
async function open(as: 'manager' | 'auditor') {
  words.speak('en', false);
  till = pretendTill({ as });
  useHost(till);
  await session.start();
  startEvents(() => {});
  render(Keys);
  await screen.findByText('Recovery phrase');
}
const sheet = () => within(screen.getAllByRole('dialog').at(-1)!);
const sent = (command: string) => till.calls.findLast((each) => each.command === command)?.input;

test('who only looks sees kinds and ages, and no way to change them', async () => {
  await open('auditor');
  expect(screen.getByText(/No\. 2 · since/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Make anew|Try it|Add a way|Remove/ })).toBeNull();
  expect(screen.queryByText('Take this till out of service')).toBeNull();
});

test('the last phrase stays and says why; the other slot may go', async () => {
  await open('manager');
  expect(screen.getByText(/without a phrase on paper a broken computer/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Remove: Recovery phrase' })).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: /Remove: This computer/ }));
  expect(sheet().getByText('Still opens: Recovery phrase')).toBeTruthy();
  await fireEvent.click(sheet().getByRole('button', { name: 'Remove' }));
  await vi.waitFor(() => expect(sent('slot_remove')).toEqual({ slot_id: 1 }));
});

test('a key of the slots is made anew with what its people type', async () => {
  await open('manager');
  await fireEvent.click(screen.getByRole('button', { name: 'Make anew: Key of the keys' }));
  const go = sheet().getByRole<HTMLButtonElement>('button', { name: 'Make it anew' });
  expect(go.disabled).toBe(true);
  const field = sheet().getByLabelText('Recovery phrase');
  await fireEvent.input(field, { target: { value: PHRASE.join('\n') } });
  await fireEvent.click(go);
  await vi.waitFor(() => expect(screen.queryAllByRole('dialog')).toEqual([]));
  const secrets = [{ slot_id: 2, secret: PHRASE.join(' ') }];
  expect(sent('key_rotate')).toEqual({ key: 'kek', secrets });
  await screen.findByText(/No\. 4 · since/);
});

test('a second phrase is shown until two of its words were typed', async () => {
  await open('manager');
  await fireEvent.click(screen.getByRole('button', { name: 'Add a way' }));
  await fireEvent.click(sheet().getByLabelText(/Recovery phrase/));
  await fireEvent.click(sheet().getByRole('button', { name: 'Add' }));
  await vi.waitFor(() => sheet().getByText('Write these 12 words down'));
  await fireEvent.click(sheet().getByRole('button', { name: /I have written/ }));
  for (const field of sheet().getAllByLabelText<HTMLInputElement>(/^Word \d+$/)) {
    const number = Number(/\d+/.exec(field.labels![0]!.textContent)![0]);
    await fireEvent.input(field, { target: { value: PHRASE[number - 1]! } });
  }
  await fireEvent.click(sheet().getByRole('button', { name: /^Check/ }));
  await vi.waitFor(() => expect(screen.queryAllByRole('dialog')).toEqual([]));
  expect(document.body.textContent).not.toContain(PHRASE[0]);
});

test('the end takes the name and the phrase, and says at the field what is wrong', async () => {
  await open('manager');
  await fireEvent.click(screen.getByRole('button', { name: /Take out of service/ }));
  await fireEvent.click(sheet().getByRole('button', { name: 'I have read this' }));
  const destroy = sheet().getByRole<HTMLButtonElement>('button', { name: 'Destroy the keys' });
  const phrase = sheet().getByLabelText('Recovery phrase');
  await fireEvent.input(phrase, { target: { value: PHRASE.toReversed().join(' ') } });
  expect(destroy.disabled).toBe(true);
  const name = sheet().getByLabelText(/Type the shop’s name/);
  await fireEvent.input(name, { target: { value: 'Harbour Street' } });
  await fireEvent.click(destroy);
  const said = await sheet().findByRole('alert');
  expect(said.textContent).toContain('does not open');
  expect(phrase.getAttribute('aria-invalid')).toBe('true');
});
