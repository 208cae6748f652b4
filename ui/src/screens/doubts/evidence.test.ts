import { beforeAll, describe, expect, it } from 'vitest';
import type { AttemptView } from '$/api';
import { words } from '$/i18n/texts.svelte';
import { evidence, isAsking, outcomeOf } from './evidence';

const attempt = (change: Partial<AttemptView>): AttemptView => ({
  attempt_id: 'a',
  sale_id: 's',
  sale_number_text: '2-0409',
  terminal_id: 't',
  terminal_name: 'Counter',
  act: 'charge',
  amount_minor: 2340,
  state: 'unknown',
  step: 'authorising',
  steps: [
    { step: 'written', at: 1_000 },
    { step: 'accepted', at: 1_007 },
    { step: 'authorising', at: 5_000 },
  ],
  terminal_text: null,
  decline_code: null,
  masked_pan: null,
  started_at: 1_000,
  changed_at: 9_000,
  times_asked: 0,
  can_cancel: false,
  deadline_at: null,
  ...change,
});
const states = (a: AttemptView) => evidence(a).map((s) => s.state);

beforeAll(() => words.speak('en', false));

describe('the evidence of a doubt', () => {
  it('shows what happened, that no answer came, and that nobody asked', () => {
    const list = evidence(attempt({}));
    expect(states(attempt({}))).toEqual(['done', 'done', 'done', 'failed', 'next']);
    expect(list.at(-1)!.text).toBe('Not asked yet');
  });
  it('shows that it is being asked, and how often it was', () => {
    const asking = attempt({
      step: 'asking',
      steps: [
        { step: 'written', at: 1 },
        { step: 'asking', at: 2 },
      ],
      times_asked: 2,
    });
    expect(isAsking(asking)).toBe(true);
    expect(evidence(asking).at(-1)!.state).toBe('now');
    expect(evidence({ ...asking, step: 'written' }).at(-1)!.text).toContain('Asked 2 times');
  });
  it.each([
    ['resolved_paid', 'resolved_paid'],
    ['approved', 'resolved_paid'],
    ['captured', 'resolved_paid'],
    ['resolved_not_paid', 'resolved_not_paid'],
    ['declined', 'resolved_not_paid'],
    ['reversed', 'reversed'],
    ['unknown', null],
    ['sent', null],
  ] as const)('%s ends as %s', (state, outcome) => {
    expect(outcomeOf(attempt({ state }))).toBe(outcome);
    expect(evidence(attempt({ state })).at(-1)!.state).toBe(outcome ? 'done' : 'next');
  });
});
