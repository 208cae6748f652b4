// Drawers, the end of the day and limits of the pretended shop. Enough arithmetic to show screens and
// test their conduct; nothing here is proof of the backend's rules.
import type {
  CashMoveKind,
  CloseCheck,
  DrawersView,
  LimitCell,
  LimitTable,
  PeriodReport,
  Permission,
  ShiftView,
  TerminalFigure,
  ZRow,
} from '$/api';
import { CallError } from '$/host';
import type { Answers } from '$/host/fake';
import { NOON } from './sale';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const EUR = [20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1];

export function openShift(change: Partial<ShiftView> = {}): ShiftView {
  return {
    shift_no: 41,
    drawer_no: 1,
    state: 'open',
    holder_name: null,
    mine: true,
    opened_by: 'Jonas Weber',
    opened_at: NOON - 4.5 * HOUR,
    closed_at: null,
    float_minor: 15_000,
    expected_minor: 68_340,
    cash_sales_minor: 74_820,
    cash_returns_minor: 1480,
    paid_in_minor: 5000,
    paid_out_minor: 5000,
    dropped_minor: 20_000,
    no_sale_count: 2,
    moves: [
      move(1180, 'drop', 20_000, 'Too much in the drawer', -0.5),
      move(1122, 'paid_out', 5000, 'Cleaning', -1.6, 'Mara Lindqvist'),
      move(1031, 'paid_in', 5000, 'More change', -3.2),
    ],
    count: null,
    ...change,
  };
}

function move(
  seq: number,
  kind: CashMoveKind,
  amount_minor: number,
  reason: string,
  hours: number,
  approved_by: string | null = null,
) {
  return {
    seq,
    kind,
    amount_minor,
    reason,
    by: 'Jonas Weber',
    approved_by,
    at: NOON + hours * HOUR,
  };
}

export const terminalFigure: TerminalFigure = {
  terminal_id: 't-1',
  name: 'cVEND plug',
  batch_no: null,
  at: null,
  cards: [
    { card_name: 'girocard', ours: { count: 84, amount_minor: 154_230 }, theirs: null },
    { card_name: 'Mastercard', ours: { count: 22, amount_minor: 61_480 }, theirs: null },
    { card_name: 'Visa', ours: { count: 15, amount_minor: 28_600 }, theirs: null },
  ],
  ours_minor: 244_310,
  theirs_minor: null,
  agrees: null,
};

/** The same after its end of day; Visa differs by one payment. */
export const terminalTold: TerminalFigure = {
  ...terminalFigure,
  batch_no: 118,
  at: NOON,
  cards: terminalFigure.cards.map((card) => ({
    ...card,
    theirs:
      card.card_name === 'Visa'
        ? { count: 16, amount_minor: 30_940 }
        : { count: card.ours.count, amount_minor: card.ours.amount_minor },
  })),
  theirs_minor: 246_650,
  agrees: false,
};

const sum = (count: number, amount_minor: number) => ({ count, amount_minor });

export function period(change: Partial<PeriodReport> = {}): PeriodReport {
  return {
    z_number: 118,
    closed_at: null,
    closed_by: null,
    shift_no: null,
    day: '2026-11-22',
    made_at: NOON,
    first_seq: 1002,
    head_seq: 1204,
    head_hash: '8c1e4f0a97d25b3e6a10c9f4427bd81e5530aa97c1d2e84f7b6905e3d14c2f80',
    sales: sum(187, 366_628),
    returns: sum(2, 1480),
    gross_minor: 365_148,
    net_minor: 341_260,
    tax_minor: 23_888,
    taxes: [
      {
        tax_class_id: 1,
        name: 'Reduced',
        rate_percent: '7',
        net_minor: 280_000,
        tax_minor: 19_600,
        gross_minor: 299_600,
      },
      {
        tax_class_id: 2,
        name: 'Standard',
        rate_percent: '19',
        net_minor: 61_260,
        tax_minor: 4288,
        gross_minor: 65_548,
      },
    ],
    tenders: [
      { kind: 'cash', taken: sum(66, 122_318), paid_back: sum(2, 1480), net_minor: 120_838 },
      { kind: 'card', taken: sum(121, 244_310), paid_back: sum(0, 0), net_minor: 244_310 },
    ],
    discounts: sum(14, 3120),
    price_overrides: sum(1, 0),
    struck_lines: sum(9, 0),
    voided_sales: sum(2, 4475),
    returns_without_receipt: sum(0, 0),
    no_sales: sum(2, 0),
    reprints: sum(3, 0),
    paid_in: sum(1, 5000),
    paid_out: sum(1, 5000),
    drops: sum(1, 20_000),
    rounding_minor: 0,
    over_short_minor: 0,
    shifts: [openShift()],
    terminals: [terminalFigure],
    doubts: [
      {
        attempt_id: 'a-1',
        sale_id: 's-417',
        terminal_name: 'Terrace terminal',
        act: 'charge',
        amount_minor: 2340,
        at: NOON - 0.6 * HOUR,
      },
    ],
    suspended: sum(3, 8420),
    approvals: [
      {
        seq: 1122,
        at: NOON - 1.6 * HOUR,
        act: 'cash_moved',
        asked_by: 'Jonas Weber',
        approved_by: 'Mara Lindqvist',
        amount_minor: 5000,
      },
    ],
    grand_total_minor: 41_208_315,
    accounts: [
      { code: 100, name: 'drawer_cash', amount_minor: 68_340 },
      { code: 200, name: 'card_clearing', amount_minor: 244_310 },
      { code: 1001, name: 'sales-1', amount_minor: -280_000 },
      { code: 2001, name: 'tax_payable-1', amount_minor: -19_600 },
    ],
    ...change,
  };
}

const closedPeriod = (z_number: number): PeriodReport => {
  const shift = openShift({
    shift_no: z_number - 77,
    state: 'closed',
    closed_at: NOON + 5 * HOUR - (118 - z_number) * DAY,
    count: countOf(68_090, 68_340),
  });
  return period({
    z_number,
    closed_at: NOON + 5 * HOUR - (118 - z_number) * DAY,
    closed_by: 'Mara Lindqvist',
    shifts: [shift],
    terminals: [terminalTold],
    over_short_minor: -250,
  });
};

function countOf(counted_minor: number, expected_minor: number, times = 1) {
  return {
    counts: [],
    counted_minor,
    expected_minor,
    over_short_minor: counted_minor - expected_minor,
    times,
    blind: true,
    by: 'Jonas Weber',
    at: NOON,
  };
}

const ACTS: [
  Permission,
  LimitTable['acts'][0]['measured_by'],
  LimitCell['rule'],
  LimitCell['rule'],
][] = [
  ['sale_discount', 'share', { kind: 'share', percent: '10' }, { kind: 'share', percent: '30' }],
  ['price_override', 'share', { kind: 'approval' }, { kind: 'share', percent: '30' }],
  ['sale_void', 'amount', { kind: 'amount', amount_minor: 10_000 }, { kind: 'allow' }],
  ['no_sale', 'whole', { kind: 'approval' }, { kind: 'allow' }],
  ['cash_pay_out', 'amount', { kind: 'approval' }, { kind: 'amount', amount_minor: 10_000 }],
  [
    'over_short',
    'amount',
    { kind: 'amount', amount_minor: 500 },
    { kind: 'amount', amount_minor: 2000 },
  ],
];

function limitTable(own: readonly LimitCell[]): LimitTable {
  const acts = ACTS.map(([act, measured_by, cashier, supervisor]) => ({
    act,
    measured_by,
    usual: [
      { role: 'cashier' as const, act, rule: cashier },
      { role: 'supervisor' as const, act, rule: supervisor },
    ],
  }));
  const cells = acts
    .flatMap(({ usual }) => usual)
    .map((cell) => own.find((each) => each.act === cell.act && each.role === cell.role) ?? cell);
  return { acts, cells };
}

export interface CashOptions {
  /** The shift at the start; null: no drawer is open. */
  shift?: ShiftView | null;
  blind?: boolean;
}

/** Answers with a drawer of their own that opens, moves, is counted and closed. */
export function pretendCash(options: CashOptions = {}): Answers {
  let shift = options.shift === undefined ? openShift() : options.shift;
  let last: ShiftView | null = null;
  let own: LimitCell[] = [];
  let zs = Array.from({ length: 40 }, (_, i) => 117 - i);
  let terminal = terminalFigure;
  const inside = () => shift?.expected_minor ?? 0;
  const seen = (of: ShiftView): ShiftView =>
    options.blind && of.count === null
      ? { ...of, expected_minor: null, cash_sales_minor: null, cash_returns_minor: null }
      : of;

  const view = (): DrawersView => ({
    mode: 'shared',
    shifts: shift ? [seen(shift)] : [],
    mine: shift?.shift_no ?? null,
    usual_float_minor: 15_000,
    denominations_minor: EUR,
    blind: options.blind ?? false,
  });
  function needed(): ShiftView {
    if (!shift) throw new CallError({ code: 'shift_needed' });
    return shift;
  }
  function moved(kind: CashMoveKind, amount_minor: number, reason: string): ShiftView {
    const now = needed();
    const sign = kind === 'paid_in' ? 1 : -1;
    const totals = { paid_in: 'paid_in_minor', paid_out: 'paid_out_minor', drop: 'dropped_minor' };
    const total = totals[kind] as 'paid_in_minor' | 'paid_out_minor' | 'dropped_minor';
    shift = {
      ...now,
      [total]: now[total] + amount_minor,
      expected_minor: inside() + sign * amount_minor,
      moves: [...now.moves, move(1205 + now.moves.length, kind, amount_minor, reason, 0)],
    };
    return seen(shift);
  }
  const check = (): CloseCheck => ({
    z_number: (zs[0] ?? 0) + 1,
    day: '2026-11-22',
    open_shifts: shift ? [seen(shift)] : [],
    terminals: [terminal],
    doubts: period().doubts,
    suspended: sum(3, 8420),
    last_z_at: NOON - DAY,
  });
  const rowOf = (z_number: number): ZRow => {
    const of = closedPeriod(z_number);
    return {
      z_number,
      day: of.day,
      at: of.closed_at ?? 0,
      by: 'Mara Lindqvist',
      gross_minor: of.gross_minor,
      sale_count: of.sales.count,
      over_short_minor: z_number % 3 === 0 ? -250 : 0,
      doubt_count: z_number % 7 === 0 ? 1 : 0,
    };
  };

  return {
    drawers: view,
    shift_open: ({ float_minor }) => {
      if (shift) throw new CallError({ code: 'shift_open_already' });
      shift = openShift({
        shift_no: (last?.shift_no ?? 41) + 1,
        opened_at: NOON,
        float_minor,
        expected_minor: float_minor,
        cash_sales_minor: 0,
        cash_returns_minor: 0,
        paid_in_minor: 0,
        paid_out_minor: 0,
        dropped_minor: 0,
        no_sale_count: 0,
        moves: [],
      });
      return view();
    },
    cash_pay_in: ({ amount_minor, reason }) => moved('paid_in', amount_minor, reason),
    cash_pay_out: ({ amount_minor, reason }) => moved('paid_out', amount_minor, reason),
    cash_drop: ({ amount_minor, reason }) => moved('drop', amount_minor, reason),
    no_sale: () => {
      if (shift) shift = { ...shift, no_sale_count: shift.no_sale_count + 1 };
      return view();
    },
    shift_report: () => {
      const of = shift ?? last;
      if (!of) throw new CallError({ code: 'shift_missing' });
      return seen(of);
    },
    shift_count: ({ counts }) => {
      const now = needed();
      const counted = counts.reduce((total, each) => total + each.unit_minor * each.count, 0);
      const times = (now.count?.times ?? 0) + 1;
      shift = {
        ...now,
        state: 'counted',
        count: { ...countOf(counted, inside(), times), counts, blind: options.blind ?? false },
      };
      return shift;
    },
    shift_close: () => {
      last = { ...needed(), state: 'closed', closed_at: NOON };
      shift = null;
      return last;
    },
    x_report: ({ shift_no }) => period({ shift_no, shifts: shift ? [seen(shift)] : [] }),
    close_check: check,
    terminal_close: () => (terminal = terminalTold),
    day_close: ({ z_number }) => {
      if (shift) throw new CallError({ code: 'shifts_open' });
      if (z_number === check().z_number) zs = [z_number, ...zs];
      return closedPeriod(z_number);
    },
    z_reports: ({ before, limit }) =>
      zs
        .filter((each) => before === null || each < before)
        .slice(0, limit)
        .map(rowOf),
    z_report: ({ z_number }) => closedPeriod(z_number),
    limits_view: () => limitTable(own),
    limits_save: ({ cells }) => limitTable((own = cells)),
  };
}
