// The access review: what needs a look comes first, and both views say it in words.
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import { useHost } from '$/host';
import { words } from '$/i18n/texts.svelte';
import { evidence, reviewPeople } from '$/test/till/evidence';
import { pretendTill, type Till } from '$/test/till/till';
import Access from './Access.svelte';
import { flaggedFirst, matrixOf } from './review';

let till: Till;
beforeEach(async () => {
  words.speak('en', false);
  till = pretendTill({ as: 'manager', more: evidence });
  useHost(till);
  render(Access);
  await screen.findByRole('heading', { name: 'Jonas Weber' });
});

test('the person with the most to look at is open, flagged rights on top', () => {
  const rows = screen.getAllByRole('row').slice(1);
  expect(within(rows[0]!).getByText('wider than usual')).toBeTruthy();
  expect(within(rows[0]!).getByText('up to 30 %')).toBeTruthy();
  expect(within(rows[1]!).getByText('never used')).toBeTruthy();
  expect(screen.queryByText('Change settings')).toBeNull();
});

test('another span asks anew', async () => {
  await fireEvent.change(screen.getByLabelText('Days looked at'), { target: { value: '365' } });
  await vi.waitFor(() =>
    expect(till.calls.at(-1)).toMatchObject({ command: 'access_review', input: { days: 365 } }),
  );
});

test('all at once: acts down, people across, a missing right stays empty', () => {
  const review = { at: 0, days: 90, entries: 1, people: reviewPeople };
  const rows = matrixOf(review);
  const discount = rows.find((row) => row.permission === 'sale_discount')!;
  expect(discount.cells.map((cell) => cell?.grant ?? null)).toEqual(['allow', 'limit', null]);
  expect(flaggedFirst(reviewPeople).map((person) => person.user_id)).toEqual(['u-2', 'u-3', 'u-1']);
});
