// The acts on a drawer beside the sales: what each is called, what may be given as its reason.
import type { CashMoveKind, Permission } from '$/api';

export type DrawerAct = CashMoveKind | 'no_sale';

export interface DrawerActSpec {
  act: DrawerAct;
  permission: Permission;
  key: string;
  /** Text keys of the reasons people mostly have. */
  reasons: readonly string[];
}

/** In the order of their keys on the screen. */
export const DRAWER_ACTS: readonly DrawerActSpec[] = [
  {
    act: 'paid_in',
    permission: 'cash_pay_in',
    key: 'F2',
    reasons: ['drawer-why-change', 'drawer-why-forgotten', 'drawer-why-found'],
  },
  {
    act: 'paid_out',
    permission: 'cash_pay_out',
    key: 'F3',
    reasons: [
      'drawer-why-supplies',
      'drawer-why-delivery',
      'drawer-why-cleaning',
      'drawer-why-post',
    ],
  },
  {
    act: 'drop',
    permission: 'cash_drop',
    key: 'F4',
    reasons: ['drawer-why-too-much', 'drawer-why-bank', 'drawer-why-handover'],
  },
  {
    act: 'no_sale',
    permission: 'no_sale',
    key: 'F6',
    reasons: ['drawer-why-give-change', 'drawer-why-wrong-change', 'drawer-why-look'],
  },
];
