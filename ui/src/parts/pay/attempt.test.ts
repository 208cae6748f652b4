import { describe, expect, test } from 'vitest';
import type { AttemptStep, AttemptView } from '$/api';
import { attemptSteps, cardTail, current, isNewer, say, type StepName } from './attempt';

const words = {
  text: (step: StepName) => step,
  clock: (at: number) => `at ${at}`,
  left: (seconds: number) => `${seconds} s`,
};
function attempt(state: AttemptView['state'], ...steps: AttemptStep[]): AttemptView {
  return {
    attempt_id: 'a',
    sale_id: 's',
    sale_number_text: null,
    terminal_id: 't',
    terminal_name: 'T',
    act: 'charge',
    amount_minor: 4792,
    state,
    step: steps.at(-1)!,
    steps: steps.map((step, i) => ({ step, at: i + 1 })),
    terminal_text: null,
    decline_code: null,
    masked_pan: null,
    started_at: 1,
    changed_at: 1,
    times_asked: 0,
    can_cancel: true,
    deadline_at: 30_000,
  };
}
const marks = (a: AttemptView, now = 6000) =>
  attemptSteps(a, now, words).map(({ state, note }) => (note ? `${state} ${note}` : state));

describe('the steps', () => {
  test.each([
    [attempt('sent', 'written'), ['done at 1', 'now 24 s', 'next', 'next', 'next']],
    [
      attempt('sent', 'written', 'accepted', 'card_awaited'),
      ['done at 1', 'done at 2', 'now 24 s', 'next', 'next'],
    ],
    [
      attempt('sent', 'written', 'accepted', 'card_awaited', 'card_read', 'authorising'),
      ['done at 1', 'done at 2', 'done at 4', 'now 24 s', 'next'],
    ],
    [
      attempt('captured', 'written', 'accepted', 'answered', 'stored'),
      ['done at 1', 'done at 2', 'done', 'done at 3', 'done at 4'],
    ],
    [
      attempt('approved', 'written', 'accepted', 'answered', 'stored'),
      ['done at 1', 'done at 2', 'done', 'done at 3', 'done at 4', 'now'],
    ],
    [
      attempt('declined', 'written', 'accepted', 'card_read', 'answered', 'stored'),
      ['done at 1', 'done at 2', 'done at 3', 'failed at 4', 'done at 5'],
    ],
    [
      attempt('unknown', 'written', 'accepted', 'card_read', 'authorising'),
      ['done at 1', 'done at 2', 'done at 3', 'failed', 'next'],
    ],
    [
      attempt('unknown', 'written', 'accepted', 'card_read', 'stored'),
      ['done at 1', 'done at 2', 'done at 3', 'failed', 'next'],
    ],
    [
      {
        ...attempt('declined', 'written', 'accepted', 'card_awaited', 'stored'),
        decline_code: '6C',
      },
      ['done at 1', 'done at 2', 'failed', 'next', 'done at 4'],
    ],
    [
      attempt('resolved_not_paid', 'written', 'accepted', 'card_read', 'asking', 'stored'),
      ['done at 1', 'done at 2', 'done at 3', 'failed', 'done at 5'],
    ],
  ])('%#', (a, expected) => {
    expect(marks(a)).toEqual(expected);
  });

  test('a deadline that has passed is not counted below nothing', () => {
    expect(marks(attempt('sent', 'written'), 40_000)[1]).toBe('now');
  });
});

test('what is said follows the state before the step', () => {
  expect(say(attempt('sent', 'written', 'accepted')).key).toBe('pay-say-card');
  expect(say(attempt('approved', 'written')).key).toBe('pay-say-finishing');
  expect(say({ ...attempt('sent', 'written'), act: 'reversal' }).key).toBe('pay-say-taking-back');
  expect(say(attempt('declined', 'written', 'accepted')).key).toBe('pay-say-declined');
  expect(say(attempt('unknown', 'written', 'accepted')).tone).toBe('bad');
});

test('a telling that was overtaken does not count', () => {
  const sent = attempt('sent', 'written');
  const on = attempt('sent', 'written', 'accepted');
  expect([isNewer(on, sent), isNewer(sent, on), isNewer(sent, sent)]).toEqual([true, false, true]);
  expect(isNewer({ ...sent, changed_at: 2 }, on)).toBe(true);
});

test('a card is named by its last four digits only', () => {
  expect(cardTail('476173******0043')).toBe('•••• 0043');
  expect(cardTail(null)).toBe('');
});

test('one in doubt stands before a newer one that is over', () => {
  const doubt = { ...attempt('unknown', 'written'), attempt_id: 'doubt', started_at: 1 };
  const later = { ...attempt('declined', 'written'), attempt_id: 'later', started_at: 9 };
  expect(current([later, doubt])?.attempt_id).toBe('doubt');
  expect(current([])).toBeNull();
});
