// The rows of a period's report, X or Z, in the order in which they are read. Adds nothing up: every
// figure is the backend's; only what is zero and says nothing is left out.
import type { CountSum, Minor, PeriodReport, TerminalFigure } from '$/api';
import { t } from '$/i18n/texts.svelte';

export interface FigureRow {
  text: string;
  /** How many; null where counting says nothing. */
  count: number | null;
  minor: Minor | null;
  strong?: boolean;
}

const row = (key: string, sum: CountSum, sign: 1 | -1 = 1): FigureRow => ({
  text: t(key),
  count: sum.count,
  minor: sign * sum.amount_minor,
});

export function turnover(report: PeriodReport): FigureRow[] {
  return [
    row('period-sales', report.sales),
    row('period-returns', report.returns, -1),
    { text: t('period-gross'), count: null, minor: report.gross_minor, strong: true },
    { text: t('period-tax'), count: null, minor: -report.tax_minor },
    { text: t('period-net'), count: null, minor: report.net_minor, strong: true },
  ];
}

/** What was done beside plain selling; the acts that are watched stand here even at zero. */
export function acts(report: PeriodReport): FigureRow[] {
  const bare = (key: string, sum: CountSum): FigureRow => ({ ...row(key, sum), minor: null });
  return [
    row('period-discounts', report.discounts, -1),
    bare('period-price-overrides', report.price_overrides),
    bare('period-struck-lines', report.struck_lines),
    row('period-voided-sales', report.voided_sales),
    row('period-returns-without-receipt', report.returns_without_receipt, -1),
    bare('period-no-sales', report.no_sales),
    bare('period-reprints', report.reprints),
  ];
}

export function cashBeside(report: PeriodReport): FigureRow[] {
  const rows = [
    row('drawer-act-paid_in', report.paid_in),
    row('drawer-act-paid_out', report.paid_out, -1),
    row('drawer-act-drop', report.drops, -1),
    { text: t('period-rounding'), count: null, minor: report.rounding_minor },
    { text: t('period-over-short'), count: null, minor: report.over_short_minor },
  ];
  return rows.filter((each) => each.count === null || each.count > 0);
}

/** A kind of card beside the terminal's own figure; the difference only where both are known. */
export interface CardRow {
  name: string;
  ours: CountSum;
  theirs: CountSum | null;
  difference_minor: Minor | null;
  differs: boolean;
}

export function cardRows(terminal: TerminalFigure): CardRow[] {
  return terminal.cards.map(({ card_name, ours, theirs }) => ({
    name: card_name,
    ours,
    theirs,
    difference_minor: theirs && theirs.amount_minor - ours.amount_minor,
    differs:
      theirs !== null && (theirs.amount_minor !== ours.amount_minor || theirs.count !== ours.count),
  }));
}

/** The name of an account: `sales-1` is "Sales 1". */
export function accountName(name: string): string {
  const [, base = name, tax_class = ''] = /^(.*?)(?:-(\d+))?$/.exec(name) ?? [];
  return `${t(`account-${base.replaceAll('_', '-')}`)} ${tax_class}`.trim();
}
