// The tray as two people use it: look, ask, settle against a slip with an error at its field.
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import ApprovalProbe from '$/test/ApprovalProbe.svelte';
import { live } from '$/app/live.svelte';
import { session } from '$/app/session.svelte';
import { CallError, useHost } from '$/host';
import type { Answers } from '$/host/fake';
import { words } from '$/i18n/texts.svelte';
import { doubtNews } from '$/parts/doubt/news.svelte';
import { attempt, doubtView, pretendDoubts, reversible } from '$/test/till/doubts';
import { NOON } from '$/test/till/sale';
import { pretendTill } from '$/test/till/till';
import type { Role } from '$/api';
import Doubts from './Doubts.svelte';

async function open(as: Role, more: Answers) {
  const till = pretendTill({ as, more });
  useHost(till);
  await session.start();
  live.start();
  doubtNews.follow();
  render(ApprovalProbe, { of: Doubts });
  await vi.waitFor(() => expect(live.status).not.toBeNull());
  return till;
}
beforeEach(() => {
  words.speak('en', false);
  doubtNews.forget();
  vi.setConfig({ testTimeout: 15_000 });
});

test('a cashier sees what waits, may ask, and nothing that forces an end', async () => {
  const till = await open('cashier', pretendDoubts([doubtView()]));
  await screen.findByText('Was this card charged?');
  screen.getByText(/rung by Jonas Weber/);
  screen.getByText('asks again in 40 s');
  expect(screen.queryByText('Settle by printed slip …')).toBeNull();
  screen.getByText(/Sell on: this sale waits by itself/);
  await fireEvent.click(screen.getByText('Ask the terminal now'));
  const asked = () => till.calls.filter((each) => each.command === 'payment_ask');
  await vi.waitFor(() => expect(asked().length).toBe(1));
});

test('of several one lies open, and each says why its terminal cannot tell', async () => {
  await open('manager', pretendDoubts());
  const second = await screen.findByRole('button', { name: /€7.80/ });
  expect(second.getAttribute('aria-expanded')).toBe('false');
  await fireEvent.click(second);
  await screen.findByText(/Another device answers in the place of Terrace/);
  expect(screen.getByText<HTMLButtonElement>('Ask the terminal now').disabled).toBe(true);
});

test('taking it back is asked twice and carries an id of its own', async () => {
  const till = await open('manager', pretendDoubts([reversible]));
  await fireEvent.click(await screen.findByText('Take it back at the terminal'));
  await fireEvent.click(
    within(screen.getByRole('dialog')).getByRole('button', { name: /Take it back/ }),
  );
  await vi.waitFor(() => {
    const call = till.calls.find((each) => each.command === 'payment_reverse');
    expect(call?.input).toMatchObject({ attempt_id: 'a-3' });
    expect((call?.input as { reversal_id: string }).reversal_id).toMatch(/^[0-9a-f-]{36}$/);
  });
});

test('settled against the slip: a wrong number is told at its field, the right ones need two', async () => {
  const till = await open('manager', pretendDoubts([doubtView()]));
  await fireEvent.click(await screen.findByText('Settle by printed slip …'));
  const sheet = () => within(screen.getAllByRole('dialog').at(-1)!);
  const fill = (label: RegExp, value: string) =>
    fireEvent.input(sheet().getByLabelText(label), { target: { value } });
  const approve = async () => {
    await fireEvent.click(sheet().getByText('Settle with a second person'));
    await screen.findByText('Approval needed');
    await fireEvent.click(screen.getByText('approve as Mara'));
  };
  await fireEvent.click(sheet().getByText('Settle with a second person'));
  sheet().getByText('Say what stands on the slip.');
  await fireEvent.click(sheet().getByText('Paid'));
  await fill(/Terminal number/, '52500041');
  await fill(/Receipt number/, '0417');
  await fill(/Amount/, '23.40');
  await approve();
  await screen.findByText(/number of an earlier payment/);
  expect(
    sheet()
      .getByLabelText(/Receipt number/)
      .getAttribute('aria-invalid'),
  ).toBe('true');
  await fill(/Receipt number/, '0418');
  await approve();
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const settled = till.calls.findLast((each) => each.command === 'payment_settle');
  expect(settled?.input).toMatchObject({ paid: true, slip: { receipt_no: 418, trace: null } });
});

test('paid, while its sale was given up: the only way is back', async () => {
  const loose = { ...reversible.attempt, state: 'resolved_paid' as const };
  await open('manager', pretendDoubts([{ ...reversible, attempt: loose, ways: ['reverse'] }]));
  await screen.findByText('It was paid, and no sale stands for it');
  expect(screen.queryByText('Ask the terminal now')).toBeNull();
  expect(screen.queryByText('Seen')).toBeNull();
  screen.getByText('Take it back at the terminal');
});

test('what ended stays until it was seen', async () => {
  let list = [doubtView()];
  const till = await open('manager', { doubt_list: () => list });
  await screen.findByText('Was this card charged?');
  list = [];
  till.emit({ type: 'attempt', attempt: { ...attempt, state: 'unknown' } });
  till.emit({ type: 'attempt', attempt: { ...attempt, state: 'captured', changed_at: NOON } });
  await screen.findByText('The payment stands. The sale counts it.');
  await fireEvent.click(screen.getByText('Seen'));
  await screen.findByText('No money in doubt');
});

test('a list that could not be read is read again, without a restart', async () => {
  let broken = true;
  await open('manager', {
    doubt_list: () => {
      if (broken) throw new CallError({ code: 'file_unwritable' });
      return [];
    },
  });
  await screen.findByRole('alert');
  broken = false;
  await fireEvent.click(screen.getByText('Try again'));
  await screen.findByText('No money in doubt');
});
