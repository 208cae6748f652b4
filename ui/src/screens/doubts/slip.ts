// The numbers that two people read off a terminal's printed slip: what a field takes, and what is
// sent. Pure; whether the slip is this payment's is for the backend to say.
import type { CallError } from '$/host';
import type { DoubtView, PaperSlip } from '$/api';
import { minorOf } from '$/kit/entry';

export const SLIP_FIELDS = ['terminal_number', 'receipt_no', 'trace', 'amount_minor'] as const;
export type SlipField = (typeof SLIP_FIELDS)[number];
export type SlipForm = Record<SlipField, string>;
export type SlipFaults = Partial<Record<SlipField | 'paid', string>>;

/** A receipt number has four digits, a trace six (ZVT: BMP 87 and 0B). */
const RECEIPT_MOST = 9_999;
const TRACE_MOST = 999_999;

function figure(text: string, most: number): number | null {
  const digits = text.replaceAll(/\s/g, '');
  if (!/^\d+$/.test(digits)) return null;
  const number = Number(digits);
  return number > 0 && number <= most ? number : null;
}

/** What the paper says; `nothing`: it is the terminal's own list, and no payment stands on it. */
export type SlipSays = 'paid' | 'not_paid' | 'nothing';

/** Whether the terminal may have nothing to print of it: it had no receipt before, or never told. */
export function mayBeNothing({ baseline }: Pick<DoubtView, 'baseline'>): boolean {
  if (baseline === null) return true;
  const { receipt_no, trace, turnover_no } = baseline;
  return receipt_no === null && trace === null && turnover_no === null;
}

/** The slip, or per field the key of what is wrong with it. */
export function readSlip(
  form: SlipForm,
  says: SlipSays | '',
  exponent: number,
): { slip: PaperSlip; faults: null } | { slip: null; faults: SlipFaults } {
  const faults: SlipFaults = {};
  const terminal_number = form.terminal_number.replaceAll(/\s/g, '');
  const listed = says === 'nothing';
  const receipt_no = listed ? null : figure(form.receipt_no, RECEIPT_MOST);
  const given = listed ? '' : form.trace.trim();
  const trace = given === '' ? null : figure(given, TRACE_MOST);
  const amount_minor = minorOf(form.amount_minor.trim().replace(',', '.'), exponent);
  if (!/^\d{1,8}$/.test(terminal_number)) faults.terminal_number = 'doubts-slip-terminal-wrong';
  if (receipt_no === null && !listed) faults.receipt_no = 'doubts-slip-receipt-wrong';
  if (trace === null && given !== '') faults.trace = 'doubts-slip-trace-wrong';
  if (!amount_minor) faults.amount_minor = 'doubts-slip-amount-wrong';
  if (says === '') faults.paid = 'doubts-slip-paid-missing';
  if (!amount_minor || Object.keys(faults).length > 0) return { slip: null, faults };
  return {
    slip: { terminal_number, receipt_no, trace, amount_minor, approved: says === 'paid' },
    faults: null,
  };
}

/** The field that a refusal names, if it is one of the slip's. */
export function fieldOf(error: CallError): SlipField | null {
  const name = error.field?.replace(/^slip\./, '') ?? null;
  return SLIP_FIELDS.find((field) => field === name) ?? null;
}
