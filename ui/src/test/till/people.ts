// Who works at the pretended till, and what each role may do there.
import type { Permission, Role, SignInUser } from '$/api';

const tile = (user_id: string, name: string, role: Role, has_pin = true): SignInUser => ({
  user_id,
  name,
  role,
  has_pin,
  wants: 'secret',
});
export const people: SignInUser[] = [
  tile('u-mara', 'Mara Lindqvist', 'manager'),
  tile('u-jonas', 'Jonas Weber', 'cashier'),
  tile('u-siti', '西蒂 Siti Rahman', 'cashier'),
  tile('u-tech', 'Tomasz Nowak', 'technician', false),
];

const TILL: Permission[] = [
  'sale_ring',
  'pay_cash',
  'pay_card',
  'sale_find',
  'receipt_reprint',
  'return_with_receipt',
  'print_queue',
];
const DRAWER: Permission[] = [
  'shift_open',
  'shift_close',
  'cash_pay_in',
  'cash_pay_out',
  'cash_drop',
];
const CLOSING: Permission[] = ['no_sale', 'x_report', 'day_close', 'z_view', 'limits_edit'];
const DOUBTS: Permission[] = ['doubt_view', 'doubt_ask', 'payment_reverse'];
const BOOKS: Permission[] = ['day_report', 'doubt_settle', 'terminal_view', 'user_view'];
const SAFETY: Permission[] = [
  'key_view',
  'posture_view',
  'register_view',
  'device_inspect',
  'device_clear',
  'backup_run',
  'backup_restore',
];
const SAFETY_RULES: Permission[] = ['key_change', 'backup_settings', 'policy_edit', 'decommission'];
const SHOP: Permission[] = ['user_edit', 'settings_view', 'settings_edit', 'catalogue_import'];
export const GRANTS: Record<Role, Permission[]> = {
  cashier: [...TILL, ...DRAWER, ...DOUBTS, 'no_sale', 'sale_discount'],
  supervisor: [...TILL, ...DOUBTS, 'sale_discount', 'doubt_settle'],
  manager: [
    ...TILL,
    ...DRAWER,
    ...CLOSING,
    ...BOOKS,
    ...DOUBTS,
    ...SHOP,
    ...SAFETY,
    ...SAFETY_RULES,
    'sale_discount',
    'price_override',
    'sale_void',
  ],
  technician: [
    ...SAFETY,
    'terminal_view',
    'terminal_pair',
    'terminal_test',
    'peripheral_view',
    'peripheral_pair',
    'peripheral_test',
    'settings_view',
  ],
  auditor: [
    'sale_find',
    'day_report',
    'journal_verify',
    'journal_search',
    'key_view',
    'posture_view',
    'register_view',
  ],
};
