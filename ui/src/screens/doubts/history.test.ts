import { beforeAll, describe, expect, it } from 'vitest';
import { shopFormats } from '$/i18n/format.svelte';
import { words } from '$/i18n/texts.svelte';
import { isAsking, outcomeOf } from '$/parts/doubt/outcome';
import { NOON } from '$/test/till/sale';
import { attempt, doubtView, reading, replaced, step } from '$/test/till/doubts';
import { compare, finding } from './compare';
import { bare, historyOf } from './history';
import { fieldOf, mayBeNothing, readSlip } from './slip';
import { CallError } from '$/host';

beforeAll(() => {
  words.speak('en', false);
  shopFormats.use(null, 'Europe/Berlin');
});
const texts = (doubt = doubtView()) => historyOf(doubt).map((each) => each.text);
const states = (doubt = doubtView()) => historyOf(doubt).map((each) => each.state);

describe('the history of a doubt', () => {
  it('sets what the cable said between the entries of the journal, by time', () => {
    expect(texts()).toEqual([
      'Request written to disk, then sent · Jonas Weber',
      'Terminal accepted the amount',
      'Card was read',
      'The bank was asked',
      'The connection broke before an answer came',
      'Asked 3 times, still not known',
    ]);
    expect(states()).toEqual(['done', 'done', 'done', 'done', 'failed', 'next']);
  });
  it('says that it is being asked', () => {
    const asking = doubtView({ attempt: { ...attempt, step: 'asking' } });
    expect(isAsking(asking.attempt)).toBe(true);
    expect(historyOf(asking).at(-1)!.state).toBe('now');
  });
  it('names both who settled it against the slip, and says no end twice', () => {
    const settled = doubtView({
      attempt: { ...attempt, state: 'resolved_paid' },
      history: [step({ what: 'settled_paid', by: 'Mara', approved_by: 'Elin', at: NOON })],
    });
    expect(texts(settled).at(-1)).toBe('Settled against the slip: paid · Mara with Elin');
  });
  it('knows how one ended of which nothing else is known', () => {
    const ended = bare({ ...attempt, state: 'resolved_not_paid', steps: [] });
    expect(texts(ended)).toEqual(['Request written to disk, then sent', 'It was not paid']);
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
    expect(outcomeOf(attempt)).toBeNull();
    expect(outcomeOf({ state })).toBe(outcome);
  });
});

describe('the two readings', () => {
  it('mark what differs and leave out what neither told', () => {
    const now = { ...reading, receipt_no: 418, trace: null, amount_minor: 2340 };
    const before = { ...reading, turnover_no: null };
    const rows = compare(before, { ...now, turnover_no: null });
    expect(rows.map((row) => row.key)).not.toContain('turnover');
    expect(rows.filter((row) => row.differs).map((row) => row.key)).toEqual(['receipt', 'amount']);
    expect(rows[0]).toMatchObject({ before: { text: '0417' }, now: { text: '0418' } });
  });
  it('show the terminal’s own clock as it said it', () => {
    const row = compare(reading, null).find(({ key }) => key === 'time');
    expect(row?.before).toEqual({ text: '22 Nov, 13:41:07' });
  });
  it.each([
    [doubtView(), 'doubts-finding-none'],
    [doubtView({ seen: reading }), 'doubts-finding-same'],
    [doubtView({ seen: { ...reading, receipt_no: 418 } }), 'doubts-finding-new'],
    [doubtView({ baseline: null }), 'doubts-cannot-no-baseline'],
    [replaced, 'doubts-cannot-replaced'],
  ])('%# come to one sentence', (doubt, key) => expect(finding(doubt)).toBe(key));
});

describe('the slip', () => {
  const form = {
    terminal_number: '5250 0041',
    receipt_no: '0418',
    trace: '',
    amount_minor: '23,40',
  };
  it('is read as it is printed', () => {
    expect(readSlip(form, 'paid', 2).slip).toEqual({
      terminal_number: '52500041',
      receipt_no: 418,
      trace: null,
      amount_minor: 2340,
      approved: true,
    });
  });
  it.each([
    ['terminal_number', '5250004123'],
    ['receipt_no', '0'],
    ['receipt_no', '12345'],
    ['trace', 'x1'],
    ['amount_minor', '23.405'],
    ['amount_minor', ''],
  ] as const)('%s %j is no such number, and only that is said', (field, text) => {
    const { slip, faults } = readSlip({ ...form, [field]: text }, 'paid', 2);
    expect([slip, Object.keys(faults ?? {})]).toEqual([null, [field]]);
  });
  it('needs no number when the terminal’s list shows no payment', () => {
    const told = readSlip({ ...form, receipt_no: '', trace: 'x1' }, 'nothing', 2).slip;
    expect(told).toMatchObject({ receipt_no: null, trace: null, approved: false });
  });
  it('may be missing only where the terminal had none before', () => {
    const blank = { ...reading, receipt_no: null, trace: null, turnover_no: null };
    const may = [null, blank, reading].map((baseline) => mayBeNothing({ baseline }));
    expect(may).toEqual([true, true, false]);
  });
  it('must say whether it was paid', () => {
    expect(readSlip(form, '', 2).faults).toEqual({ paid: 'doubts-slip-paid-missing' });
  });
  it('takes a refusal to the field that it names', () => {
    const refusal = (field: string) => new CallError({ code: 'slip_mismatch', field });
    expect(fieldOf(refusal('slip.receipt_no'))).toBe('receipt_no');
    expect(fieldOf(refusal('paid'))).toBeNull();
  });
});
