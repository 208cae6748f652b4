// One act happens once: the request id stays over retries, and what is not safe is never repeated.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { CallError, newId, useHost } from '$/host';
import { fakeHost } from '$/host/fake';
import { readEvents } from '$/host/sse';
import { act, approval, stepUp } from './act.svelte';
import { matchPath, type Screen } from './screens';

const input = { sale_id: 's', tender_id: 't', given_minor: 5000 };
const done = { sale_id: 's' } as never;

describe('act', () => {
  test('asks again with the same id when nothing answered', async () => {
    vi.useFakeTimers();
    let tries = 0;
    const host = fakeHost({
      sale_pay_cash: () => {
        if (++tries < 3) throw new CallError({ code: 'host_unreachable', retry_safe: true });
        return done;
      },
    });
    useHost(host);
    const answer = act('sale_pay_cash', input);
    await vi.runAllTimersAsync();
    expect(await answer).toEqual(done);
    const ids = new Set(host.calls.map((call) => call.opts.request_id));
    expect([host.calls.length, ids.size]).toEqual([3, 1]);
    vi.useRealTimers();
  });

  test('never repeats what the backend refused', async () => {
    const host = fakeHost({
      sale_pay_cash: () => {
        throw new CallError({ code: 'terminal_busy', retry_safe: true });
      },
    });
    useHost(host);
    await expect(act('sale_pay_cash', input)).rejects.toMatchObject({ code: 'terminal_busy' });
    expect(host.calls.length).toBe(1);
  });

  test('an approval goes with the repeated call; withheld it is no failure of its own', async () => {
    const needed = {
      act: 'sale_discount',
      sale_id: 's',
      amount_minor: 665,
      share: '19',
      about_id: null,
    } as const;
    const host = fakeHost({
      sale_discount: (_, opts) => {
        if (opts.approval) return done;
        throw new CallError({ code: 'approval_needed', approval: needed });
      },
    });
    useHost(host);
    const discount = { sale_id: 's', discount: null };
    const granted = act('sale_discount', discount);
    await vi.waitFor(() => expect(approval.question?.needed).toEqual(needed));
    approval.answer('token');
    expect(await granted).toEqual(done);
    expect(host.calls[1]!.opts).toMatchObject({
      approval: 'token',
      request_id: host.calls[0]!.opts.request_id,
    });

    const withheld = act('sale_discount', discount);
    await vi.waitFor(() => expect(approval.question).not.toBeNull());
    approval.answer(null);
    await expect(withheld).rejects.toMatchObject({ code: 'approval_withheld' });
  });
});

describe('a sensitive act', () => {
  const closed = () => {
    throw new CallError({ code: 'step_up_needed', retry_safe: true });
  };
  afterEach(() => stepUp.end());

  test('asks for a factor, then is done under the same id; the minute runs', async () => {
    let open = false;
    const host = fakeHost({ sale_pay_cash: () => (open ? done : closed()) });
    useHost(host);
    const answer = act('sale_pay_cash', input);
    await vi.waitFor(() => expect(stepUp.asked).toBe(true));
    open = true;
    stepUp.shown(60);
    expect(await answer).toEqual(done);
    expect(new Set(host.calls.map((call) => call.opts.request_id)).size).toBe(1);
    expect(stepUp.until_ms).toBeGreaterThan(Date.now());
  });

  test('two at once share the question; withheld, both are left undone', async () => {
    const host = fakeHost({ sale_pay_cash: closed, sale_discount: closed });
    useHost(host);
    const both = [
      act('sale_pay_cash', input),
      act('sale_discount', { sale_id: 's', discount: null }),
    ];
    await vi.waitFor(() => expect(host.calls.length).toBe(2));
    await vi.waitFor(() => expect(stepUp.asked).toBe(true));
    await Promise.resolve();
    stepUp.withhold();
    const ends = await Promise.allSettled(both);
    const codes = ends.map((end) => end.status === 'rejected' && end.reason.code);
    expect(codes).toEqual(['step_up_withheld', 'step_up_withheld']);
    expect(stepUp.until_ms).toBe(0);
  });

  test('does not ask for ever', async () => {
    useHost(fakeHost({ sale_pay_cash: closed }));
    const answer = expect(act('sale_pay_cash', input)).rejects.toMatchObject({
      code: 'step_up_needed',
    });
    for (let times = 0; times < 3; times++) {
      await vi.waitFor(() => expect(stepUp.asked).toBe(true));
      stepUp.shown(60);
      await Promise.resolve();
    }
    await answer;
  });
});

test('ids are UUIDv7, ordered within a millisecond and when the clock goes back', () => {
  const now = Date.now();
  const ids = [now, now, now, now - 5000, now + 1].map((at) => newId(at));
  expect(ids.every((id) => /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-/.test(id))).toBe(
    true,
  );
  expect([...ids].sort()).toEqual(ids);
  expect(parseInt(ids[0]!.replace('-', '').slice(0, 12), 16)).toBe(now);
});

test('a stream is read over broken pieces, comments and both line ends', async () => {
  const bytes = new TextEncoder().encode(': hello\n\ndata: {"a":"é"}\r\n\r\ndata: 1\ndata: 2\n\n');
  const pieces = [bytes.slice(0, 16), bytes.slice(16, 18), bytes.slice(18)];
  const body = new ReadableStream<Uint8Array>({
    pull(to) {
      const piece = pieces.shift();
      if (piece) to.enqueue(piece);
      else to.close();
    },
  });
  const events: string[] = [];
  for await (const event of readEvents(body)) events.push(event);
  expect(events).toEqual(['{"a":"é"}', '1\n2']);
});

test('a path finds its screen; fixed parts win, gates have no path', () => {
  const screen = (path: string, gates?: Screen['gates']) => ({ path, gates }) as Screen;
  const list = [
    screen('/sales'),
    screen('/sales/:sale_id'),
    screen('/sales/new'),
    screen('/x', ['locked']),
  ];
  expect(matchPath('/sales/abc', list)).toEqual({ screen: list[1], params: { sale_id: 'abc' } });
  expect(matchPath('/sales/new', list)?.screen).toBe(list[2]);
  expect(matchPath('/x', list)).toBeNull();
  expect(matchPath('/nowhere', list)).toBeNull();
});
