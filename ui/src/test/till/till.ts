// A pretended till for component tests and for looking at screens without a backend.
import type {
  AttemptStep,
  AttemptView,
  Commands,
  PeripheralView,
  Permission,
  Role,
  SaleView,
  Session,
  ShopStatus,
  SignInUser,
  TillStatus,
} from '$/api';
import { CallError } from '$/host';
import { fakeHost, type Answers, type FakeHost } from '$/host/fake';
import { pretendCash, type CashOptions } from './cash';
import { pretendDevices, statusOf } from './devices';
import { exchangeOf, payBackOf } from './exchange';
import { categories, products } from './goods';
import { saleAt } from './books';
import { emptySale, lineOf, NOON, summed } from './sale';
import { GRANTS, people } from './people';
import { pretendRegister } from './register';
import { posture, pretendBackups, pretendKeys } from './safety';
import { attemptOf, cardSlip, receiptOf, rowOf } from './shapes';

export interface Till extends FakeHost {
  /** Moves the running card payment on, as a terminal would. */
  step(step: AttemptStep): void;
  end(state: AttemptView['state'], more?: Partial<AttemptView>): void;
  status(change: Partial<TillStatus>): void;
  readonly sale: SaleView | null;
  /** What the till answers to a card payment; for tests that answer late. */
  charge(input: Commands['sale_pay_card']['input']): SaleView;
}

export interface TillOptions {
  kind?: ShopStatus['kind'];
  /** Signed in from the start. */
  as?: Role;
  /** Kinds of acts that need another person. */
  needs_approval?: Permission[];
  cash?: CashOptions;
  /** Beside the terminal; none without it. */
  devices?: readonly PeripheralView[];
  more?: Answers;
}

/** A session that nothing more is asked of. */
export const PLAIN = {
  must: null,
  step_up_by: 'secret',
  second_factor: 'not_needed',
  recovery_codes_left: 0,
} as const;

export function sessionOf(user: SignInUser, locked = false): Session {
  return {
    user_id: user.user_id,
    name: user.name,
    role: user.role,
    permissions: GRANTS[user.role],
    idle_lock_s: 300,
    locked,
    ...PLAIN,
    handle: 'h',
  };
}

/** Makes a till whose PIN is 123456 for everyone. */
export function pretendTill(options: TillOptions = {}): Till {
  const kind = options.kind ?? 'real';
  let user = people.find((each) => each.role === options.as) ?? null;
  let sale: SaleView | null = null;
  let done = 416;
  const suspended = new Map<string, SaleView>();
  let status: TillStatus = {
    terminals: [{ terminal_id: 't-1', name: 'cVEND plug', link: 'ready' }],
    devices: statusOf(options.devices ?? []),
    print_troubled: 0,
    doubts: { count: 0, amount_minor: 0 },
    suspended_count: 0,
    queue: { count: 0, amount_minor: 0 },
    network: 'online',
    now: NOON,
    time_zone: 'Europe/Berlin',
    journal_seq: 1204,
    alarm: null,
    file: 'good',
    recovered: null,
    recovery_used: null,
    inspections_due: 0,
    devices_locked: 0,
    posture: 'good',
    backup: {
      last_good_at: NOON - 34_200_000,
      overdue: false,
      failed: false,
      running: false,
      waiting: 0,
    },
    restore: null,
  };
  const currency = {
    code: 'EUR',
    exponent: 2,
    symbol: '€',
    quick_notes_minor: [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000],
  };

  function changed(sale_id: string, change: (now: SaleView) => SaleView): SaleView {
    const now = sale?.sale_id === sale_id ? sale : emptySale(sale_id);
    if (now.state === 'completed') throw new CallError({ code: 'sale_not_open' });
    return (sale = summed(change(now)));
  }
  const withLine = (sale_id: string, product_id: number, line_id: string, set = {}) =>
    changed(sale_id, (now) => {
      const product = products.find((each) => each.product_id === product_id)!;
      const line = { ...lineOf(product, line_id, now.lines.length + 1), ...set };
      return { ...now, lines: [...now.lines, line] };
    });
  const edit = (sale_id: string, line_id: string, set: (line: SaleView['lines'][0]) => object) =>
    changed(sale_id, (now) => ({
      ...now,
      lines: now.lines.map((each) => (each.line_id === line_id ? { ...each, ...set(each) } : each)),
    }));
  const charge = (input: Commands['sale_pay_card']['input']) =>
    changed(input.sale_id, (now) => ({
      ...now,
      state: 'tendering',
      blocked: 'attempt_running',
      attempts: [...now.attempts, attemptOf(input)],
    }));
  const finished = (now: SaleView, change_minor = 0): SaleView => ({
    ...now,
    state: 'completed',
    number: ++done,
    number_text: `2-0${done}`,
    completed_at: NOON,
    change_minor,
  });
  function need(permission: Permission, opts: { approval?: string }) {
    if (!options.needs_approval?.includes(permission) || opts.approval === 'granted') return;
    const approval = {
      act: permission,
      sale_id: sale?.sale_id ?? null,
      amount_minor: 665,
      share: null,
      about_id: null,
    };
    throw new CallError({ code: 'approval_needed', approval });
  }
  function signIn(who: SignInUser, pin: string | null, password: string | null): Session {
    if (pin !== '123456' && password !== 'countertop 1') {
      throw new CallError({ code: 'credentials_wrong', params: { tries_left: '4' } });
    }
    return sessionOf((user = who));
  }

  const answers: Answers = {
    shop_status: () => ({
      state: 'open',
      kind,
      name: 'Harbour Street',
      register_name: 'Till 2',
      currency,
      language: 'en',
      demo_logins:
        kind === 'demo'
          ? people.map(({ user_id, name, role, has_pin }) => ({
              user_id,
              name,
              role,
              pin: has_pin ? '123456' : null,
              password: 'countertop 1',
            }))
          : [],
      unlock_reason: null,
      update: null,
      version: '0.1.0',
      business_day: '2026-11-22',
    }),
    till_status: () => status,
    recovery_seen: () => (till.status({ recovered: null }), null),
    session_users: () => people,
    session_current: () => (user ? sessionOf(user) : null),
    session_sign_in: ({ user_id, pin, password }) =>
      signIn(
        people.find((each) => each.user_id === user_id)!,
        pin,
        password,
      ),
    session_unlock: ({ pin, password }) => signIn(user!, pin, password),
    session_lock: () => null,
    session_sign_out: () => ((user = null), null),
    approvers: () => people.filter((each) => each.role === 'manager'),
    approval_grant: ({ pin }) => {
      if (pin !== '123456') {
        throw new CallError({ code: 'credentials_wrong', params: { tries_left: '4' } });
      }
      return { token: 'granted', approver_name: 'Mara Lindqvist', expires_ms: NOON + 60_000 };
    },
    category_list: () => categories,
    product_grid: ({ category_id, offset, limit }) =>
      products
        .filter((each) => category_id === null || each.category_id === category_id)
        .slice(offset, offset + limit),
    product_search: ({ text, limit }) => {
      const wanted = text.toLowerCase();
      const fits = (name: string | null) => name?.toLowerCase().includes(wanted) ?? false;
      return products
        .filter((each) => each.barcode === text || fits(each.name) || fits(each.name_zh))
        .slice(0, limit);
    },
    sale_current: () => sale,
    sale_scan: ({ sale_id, line_id, code, quantity }) => {
      const product = products.find((each) => each.barcode === code);
      if (!product) throw new CallError({ code: 'product_unknown', params: { code } });
      const old = sale?.lines.find(
        (each) => each.product_id === product.product_id && !each.voided,
      );
      if (old && sale?.sale_id === sale_id) {
        return edit(sale_id, old.line_id, () => ({ quantity: String(Number(old.quantity) + 1) }));
      }
      return withLine(sale_id, product.product_id, line_id, quantity ? { quantity } : {});
    },
    sale_add: ({ sale_id, line_id, product_id, quantity, unit_price }) =>
      withLine(sale_id, product_id, line_id, {
        ...(quantity ? { quantity } : {}),
        ...(unit_price === null ? {} : { unit_price }),
      }),
    sale_line_set: ({ sale_id, line_id, clear_discount, ...set }, opts) => {
      if (set.discount) need('sale_discount', opts);
      const given = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== null));
      const by = opts.approval ? { approved_by: 'Mara Lindqvist' } : {};
      return edit(sale_id, line_id, () => ({
        ...given,
        ...by,
        ...(clear_discount ? { discount: null } : {}),
      }));
    },
    sale_line_remove: ({ sale_id, line_id }) => edit(sale_id, line_id, () => ({ voided: true })),
    sale_line_restore: ({ sale_id, line_id }) => edit(sale_id, line_id, () => ({ voided: false })),
    sale_discount: ({ sale_id, discount }) => changed(sale_id, (now) => ({ ...now, discount })),
    sale_suspend: ({ sale_id, label }) => {
      if (sale) suspended.set(sale_id, { ...sale, state: 'suspended', label });
      sale = null;
      return null;
    },
    sale_suspended: () => [...suspended.values()].map(rowOf),
    sale_recall: ({ sale_id }) => {
      sale = { ...suspended.get(sale_id)!, state: 'open' };
      suspended.delete(sale_id);
      return sale;
    },
    sale_void: ({ sale_id }) => changed(sale_id, (now) => ({ ...now, state: 'voided' })),
    sale_pay_cash: ({ sale_id, tender_id, given_minor }) =>
      changed(sale_id, (now) => {
        const amount_minor = Math.min(given_minor, now.due_minor);
        const change_minor = given_minor - amount_minor;
        const tender = {
          tender_id,
          kind: 'cash' as const,
          amount_minor,
          given_minor,
          change_minor,
        };
        const paid = { ...now, tenders: [...now.tenders, { ...tender, card: null }] };
        return amount_minor === now.due_minor
          ? finished(paid, change_minor)
          : { ...paid, state: 'tendering' };
      }),
    sale_tender_remove: ({ sale_id, tender_id }) =>
      changed(sale_id, (now) => ({
        ...now,
        tenders: now.tenders.filter((each) => each.tender_id !== tender_id),
      })),
    sale_pay_card: (input) => charge(input),
    payment_cancel: () => (till.end('declined', { decline_code: '6C' }), null),
    payment_ask: () => attemptMoved((now) => ({ ...now, times_asked: now.times_asked + 1 })),
    receipt_view: () => receiptOf(sale!),
    receipt_reprint: () => ({ ...receiptOf(sale!), copy: true }),
    ...pretendCash(options.cash),
    ...pretendDevices((event) => fake.emit(event)),
    ...pretendKeys((event) => fake.emit(event)),
    ...pretendBackups((event) => fake.emit(event)),
    ...pretendRegister(),
    ...posture,
    exchange_start: (input) =>
      changed(input.sale_id, (now) => ({
        ...now,
        exchange: exchangeOf(input, saleAt(Number(input.original_sale_id.slice(2)))),
      })),
    exchange_drop: ({ sale_id }) => changed(sale_id, (now) => ({ ...now, exchange: null })),
    sale_complete: ({ sale_id }) => changed(sale_id, (now) => finished(now)),
    sale_view: ({ sale_id }) => {
      if (/^s-\d+$/.test(sale_id)) return saleAt(Number(sale_id.slice(2)));
      return sale?.exchange?.return_sale_id === sale_id ? payBackOf(sale) : sale!;
    },
    ...options.more,
  };

  const fake = fakeHost(answers);
  function attemptMoved(change: (now: AttemptView) => AttemptView) {
    const attempt = change(sale!.attempts.at(-1)!);
    sale = { ...sale!, attempts: [...sale!.attempts.slice(0, -1), attempt] };
    fake.emit({ type: 'attempt', attempt });
    return attempt;
  }
  const till: Till = Object.assign(fake, {
    sale: null,
    charge,
    step(step: AttemptStep) {
      attemptMoved((now) => ({
        ...now,
        step,
        steps: [...now.steps, { step, at: NOON + now.steps.length * 800 }],
        changed_at: now.changed_at + 1,
      }));
    },
    end(state: AttemptView['state'], more: Partial<AttemptView> = {}) {
      const change = { state, can_cancel: false, ...more };
      const { amount_minor, attempt_id } = attemptMoved((now) => ({
        ...now,
        ...change,
        changed_at: now.changed_at + 1,
      }));
      sale = { ...sale!, blocked: state === 'unknown' ? 'attempt_unknown' : null };
      if (state === 'approved') {
        const card = cardSlip();
        const tender = { tender_id: attempt_id, kind: 'card' as const, amount_minor, card };
        const paid = { ...tender, given_minor: null, change_minor: 0 };
        sale = summed({ ...sale, tenders: [...sale.tenders, paid] });
        if (sale.due_minor === 0) sale = finished(sale);
      }
      fake.emit({ type: 'sale', sale: { ...sale, written_at: sale.written_at + 1 } });
    },
    status(change: Partial<TillStatus>) {
      status = { ...status, ...change };
      fake.emit({ type: 'status', status });
    },
  });
  // As a getter: Object.assign would have copied what it is now.
  return Object.defineProperty(till, 'sale', { get: () => sale });
}
