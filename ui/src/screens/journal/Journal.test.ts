// The auditor's way through the journal: found, opened in words, checked, taken out.
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Commands } from '$/api';
import { session } from '$/app/session.svelte';
import { useHost } from '$/host';
import { words } from '$/i18n/texts.svelte';
import { evidence, HEAD } from '$/test/till/evidence';
import { people } from '$/test/till/people';
import { pretendTill, sessionOf, type Till } from '$/test/till/till';
import Journal from './Journal.svelte';
import { valueText } from './words';

vi.setConfig({ testTimeout: 20_000 });
let till: Till;
let holds = true;
beforeEach(async () => {
  words.speak('en', false);
  holds = true;
  const auditor = sessionOf(people[0]!);
  till = pretendTill({
    more: {
      ...evidence,
      session_current: () => ({
        ...auditor,
        role: 'auditor',
        permissions: ['journal_search', 'journal_verify', 'journal_export'],
      }),
      journal_verify: async (input, opts) => {
        const good = await evidence.journal_verify!(input, opts);
        if (holds) return good;
        return { ...good, holds, entries: 900, bad_seq: 901, problem: 'hash of the body' };
      },
    },
  });
  useHost(till);
  await session.start();
  render(Journal);
  await screen.findByRole('listbox');
});
const searches = () =>
  till.calls
    .filter((each) => each.command === 'journal_search')
    .map((each) => each.input as Commands['journal_search']['input']);
const press = (name: RegExp) => fireEvent.click(screen.getByRole('button', { name }));

describe('the journal', () => {
  test('asks once when somebody means it: at Enter and at a choice, not at each key', async () => {
    expect(searches()).toHaveLength(1);
    const field = screen.getByLabelText(/Find by number/);
    await fireEvent.input(field, { target: { value: '1200' } });
    await fireEvent.input(field, { target: { value: '120' } });
    expect(searches()).toHaveLength(1);
    await fireEvent.submit(field.closest('form')!);
    await vi.waitFor(() => expect(searches()).toHaveLength(2));
    expect(searches()[1]).toMatchObject({ text: '120', before: null, kind: null });
    await fireEvent.change(screen.getByLabelText('Kind of entry'), {
      target: { value: 'cash_moved' },
    });
    await vi.waitFor(() => expect(searches()[2]).toMatchObject({ kind: 'cash_moved' }));
  });

  test('an amount that is none asks nothing and says so', async () => {
    const field = screen.getByLabelText<HTMLInputElement>('Amount');
    await fireEvent.input(field, { target: { value: '12,9x' } });
    await fireEvent.submit(field.closest('form')!);
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(searches()).toHaveLength(1);
    await fireEvent.input(field, { target: { value: '12,9' } });
    await fireEvent.submit(field.closest('form')!);
    await vi.waitFor(() => expect(searches()[1]).toMatchObject({ amount_minor: 1290 }));
  });

  test('the next page follows near the end of the list', async () => {
    const list = screen.getByRole('listbox');
    await fireEvent.keyDown(list, { key: 'End' });
    Object.defineProperty(list, 'scrollTop', { value: 5200, configurable: true });
    await fireEvent.scroll(list);
    await vi.waitFor(() => expect(searches()[1]).toMatchObject({ before: HEAD - 99 }));
  });

  test('an entry is opened in words; its groups are indented', async () => {
    await fireEvent.click(within(screen.getByRole('listbox')).getAllByRole('option')[0]!);
    expect(await screen.findByText('Pocket atlas')).toBeTruthy();
    expect(screen.getAllByText('€12.90').length).toBeGreaterThan(0);
    expect(screen.getByText('0193f2a1-7c40-7a11-9b02-4d5e6f708192')).toBeTruthy();
  });

  test('the check tells its outcome, a bad one where it begins', async () => {
    await press(/^Check$/);
    expect(await screen.findByText('The journal holds')).toBeTruthy();
    expect(screen.getByText(/1,204 entries checked in 0.4 s/)).toBeTruthy();
    await fireEvent.click(screen.getAllByRole('button', { name: 'Close' }).at(-1)!);
    holds = false;
    await press(/^Check$/);
    expect(await screen.findByText(/900 entries hold; entry 901 is the first/)).toBeTruthy();
    await press(/Show that entry/);
    await vi.waitFor(() =>
      expect(till.calls.at(-1)).toMatchObject({ command: 'journal_entry', input: { seq: 901 } }),
    );
  });

  test('a signed copy names its range and the key by which it is checked', async () => {
    URL.createObjectURL = () => 'blob:x';
    URL.revokeObjectURL = () => {};
    await press(/Signed copy/);
    const sheet = within(screen.getByRole('dialog'));
    await fireEvent.click(sheet.getByRole('radio', { name: /From/ }));
    await fireEvent.input(sheet.getByLabelText('First entry'), { target: { value: '9' } });
    await fireEvent.input(sheet.getByLabelText('Last entry'), { target: { value: '5' } });
    await fireEvent.click(sheet.getByRole('button', { name: /Take it out/ }));
    expect(sheet.getByRole('alert').textContent).toBe('The first comes before the last.');
    await fireEvent.input(sheet.getByLabelText('Last entry'), { target: { value: '50' } });
    await fireEvent.click(sheet.getByRole('button', { name: /Take it out/ }));
    await screen.findByText('4f1a 09c2 77de 31b0');
    const made = till.calls.find((each) => each.command === 'journal_export')!;
    expect(made.input).toEqual({ first_seq: 9, last_seq: 50 });
  });
});

test.each([
  [{ kind: 'word', word: 'sale_ring' }, 'Ring a sale'],
  [{ kind: 'word', word: 'strange_word' }, 'strange word'],
  [{ kind: 'truth', yes: true }, 'yes'],
  [{ kind: 'empty' }, '–'],
  [{ kind: 'group' }, null],
] as const)('%j reads %s', (value, text) => {
  expect(valueText(value)).toBe(text);
});
