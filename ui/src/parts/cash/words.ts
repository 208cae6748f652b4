// What drawers, moves and differences are called.
import type { CashMoveKind, Minor, ShiftView } from '$/api';
import { money, timeOf } from '$/i18n/format.svelte';
import { t } from '$/i18n/texts.svelte';

/** Over is told apart from short by word, colour and sign. */
export type Difference = 'even' | 'over' | 'short';

export function differenceOf(over_short_minor: Minor): Difference {
  if (over_short_minor === 0) return 'even';
  return over_short_minor > 0 ? 'over' : 'short';
}

/** "Exact", "€2.50 over", "€2.50 short". */
export function differenceText(over_short_minor: Minor): string {
  const amount = money(Math.abs(over_short_minor));
  return t(`drawer-difference-${differenceOf(over_short_minor)}`, { amount });
}

/** "Drawer 1", or "Drawer 2 · Siti" where it is somebody's own. */
export function drawerName(shift: Pick<ShiftView, 'drawer_no' | 'holder_name'>): string {
  const name = t('drawer-name', { number: shift.drawer_no });
  return shift.holder_name ? `${name} · ${shift.holder_name}` : name;
}

/** What the drawer is doing, with the time that matters: "open since 09:02". */
export function shiftState(shift: ShiftView): string {
  const at = { open: shift.opened_at, counted: shift.count?.at, closed: shift.closed_at };
  return t(`drawer-state-${shift.state}`, { time: timeOf(at[shift.state] ?? shift.opened_at) });
}

/** Into the drawer counts up, out of it down. */
export function signed(kind: CashMoveKind, amount_minor: Minor): Minor {
  return kind === 'paid_in' ? amount_minor : -amount_minor;
}
