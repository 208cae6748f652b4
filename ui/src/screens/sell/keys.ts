// What the keyboard does on the sell screen.
import type { LineView, Permission } from '$/api';
import { live } from '$/app/live.svelte';
import { router } from '$/app/router.svelte';
import { t } from '$/i18n/texts.svelte';
import type { Hotkey } from '$/input/hotkeys.svelte';
import { settlement } from '$/parts/exchange/settle';
import { sale } from '$/parts/sale/sale.svelte';
import { addUnits } from '$/parts/sale/quantity';
import { asks } from './asks.svelte';

export function selectedLine(): LineView | null {
  return sale.view?.lines.find((line) => line.line_id === sale.selected_id) ?? null;
}

export function liveLines(): LineView[] {
  return sale.view?.lines.filter((line) => !line.voided) ?? [];
}

export function moveSelection(by: number): void {
  const lines = liveLines();
  const at = lines.findIndex((line) => line.line_id === sale.selected_id);
  const next = lines[Math.min(lines.length - 1, Math.max(0, at + by))];
  if (next) sale.selected_id = next.line_id;
}

/** One more or one less; less than one removes the line. */
export function changeByOne(line: LineView, by: 1 | -1): void {
  const quantity = addUnits(line.quantity, by);
  if (quantity === null) void sale.removeLine(line.line_id, line.name);
  else void sale.setLine(line.line_id, { quantity });
}

/** Rings a code. Loose goods whose code holds no weight are asked for it before anything else. */
export async function ring(code: string): Promise<boolean> {
  const counted = sale.next_quantity !== null;
  const line_id = await sale.scan(code);
  const line = sale.view?.lines.find((each) => each.line_id === line_id);
  const loose = line?.unit === 'kg' && line.quantity === '1' && line.barcode === code;
  if (loose && !counted) asks.show({ kind: 'scanned_weight', line });
  return line_id !== null;
}

/** A card is asked only while its answer is sure to find room on the disk. */
export function takesCards(can: (permission: Permission) => boolean): boolean {
  return can('pay_card') && live.file === 'good';
}

/** Why no sale can be begun now, as the key of a sentence; null: it can. */
export function newSaleStop(): string | null {
  return live.file === 'good' || sale.live ? null : `file-${live.file}-sale`;
}

/** Opens the pay sheet for the sale as it stands. An even exchange needs none: it is done; of an
 *  uneven one the half that is paid back comes up. */
export function askPay(): void {
  const { view } = sale;
  if (!view || !sale.live) return;
  const how = settlement(view);
  if (how === 'even') void sale.complete();
  else if (how === 'pay_back') void sale.look(view.exchange!.return_sale_id);
  else asks.show({ kind: 'pay', way: 'cash', sale_id: view.sale_id });
}

/** The card key: sends the whole sum at once where only one terminal can be meant, else asks. */
export function payByCard(): void {
  const { view } = sale;
  if (!view || !sale.live) return;
  asks.show({ kind: 'pay', way: 'card', sale_id: view.sale_id });
  const ready = live.status?.terminals.filter((each) => each.link === 'ready') ?? [];
  const plain =
    live.file === 'good' && view.kind === 'sale' && view.blocked === null && view.due_minor > 0;
  if (plain && ready.length === 1) void sale.payCard(ready[0]!.terminal_id, view.due_minor);
}

/** A key that a finger can press too. */
export type Tool = Omit<Hotkey, 'run'> & { run: () => void };

/** The acts of the row below the goods: by key and by finger, at most two taps from here. */
export function toolKeys(can: (permission: Permission) => boolean): Tool[] {
  const line = selectedLine();
  const has = sale.live && liveLines().length > 0;
  return [
    key('F2', 'sell-hotkey-quantity', true, () => asks.show({ kind: 'quantity', line })),
    key('F3', 'sell-suspend', has, () => asks.show({ kind: 'suspend' })),
    key('F4', 'sell-suspended', true, () => asks.show({ kind: 'suspended' })),
    key('F7', 'sell-return-act', can('sale_find'), () => asks.show({ kind: 'return' })),
    key('F9', 'drawer-title', can('shift_open'), () => router.go('/drawer')),
  ];
}

function key(name: string, label: string, when: boolean, run: () => void): Tool {
  return { key: name, label: t(label), when, run };
}

export function sellKeys(can: (permission: Permission) => boolean): Hotkey[] {
  const line = selectedLine();
  const edits = sale.view?.state === 'open' && line !== null;
  const has = sale.live && liveLines().length > 0;
  return [
    key('Enter', 'sell-hotkey-pay', has, askPay),
    key('F8', 'pay-card', has && sale.view?.blocked === null && takesCards(can), payByCard),
    ...toolKeys(can),
    key('F5', 'sell-line-discount', edits, () => asks.show({ kind: 'discount', line })),
    key('F6', 'sell-hotkey-price', edits, () => line && asks.show({ kind: 'price', line })),
    key('ArrowUp', 'sell-hotkey-line-up', edits, () => moveSelection(-1)),
    key('ArrowDown', 'sell-hotkey-line-down', edits, () => moveSelection(1)),
    key('+', 'sell-hotkey-more', edits, () => line && changeByOne(line, 1)),
    key('-', 'sell-hotkey-less', edits, () => line && changeByOne(line, -1)),
    key('Delete', 'sell-hotkey-remove', edits, () => {
      if (line) void sale.removeLine(line.line_id, line.name);
    }),
  ];
}
