// Terminals, people, settings and an import of the pretended shop.
import type {
  ApiError,
  FoundPort,
  ImportProblem,
  Permission,
  Role,
  TerminalView,
  UpdateProgress,
  UserView,
} from '$/api';
import { CallError } from '$/host';
import type { Answers } from '$/host/fake';
import { NOON } from './sale';
import { PLAIN } from './till';

const DAY = 86_400_000;

export const terminal: TerminalView = {
  terminal_id: 't-1',
  name: 'Counter terminal',
  driver: 'zvt',
  address: { kind: 'serial', path: '/dev/ttyACM0', baud: 9600, usb_serial: 'FC-2039-11873' },
  link: 'ready',
  link_detail: null,
  terminal_number: '52500041',
  serial_number: 'FC-2039-11873',
  model: 'cVEND plug',
  software: '2.14.15',
  simulator: false,
  paired_at: NOON - 12 * DAY,
  last_seen_at: NOON - 4_000,
  answers_in_ms: 38,
  held_by: null,
  alarm: null,
  locked: false,
};
const terminals: TerminalView[] = [
  terminal,
  {
    ...terminal,
    terminal_id: 't-2',
    name: 'Terrace',
    address: { kind: 'tcp', host: '192.168.0.40', port: 20007 },
    link: 'held',
    terminal_number: '52500042',
    held_by: 'a-1',
  },
  {
    ...terminal,
    terminal_id: 't-3',
    name: 'Back door',
    address: { kind: 'serial', path: '/dev/ttyUSB1', baud: 115200, usb_serial: null },
    link: 'other_terminal',
    link_detail: 'TID 52509977 answers, 52500043 was paired',
    terminal_number: '52500043',
  },
  { ...terminal, terminal_id: 't-4', name: 'Kiosk', link: 'alarmed', terminal_number: '52500044' },
];

const port = (path: string, change: Partial<FoundPort>): FoundPort => ({
  address: { kind: 'serial', path, baud: 9600, usb_serial: null },
  usb_vendor_id: null,
  usb_product_id: null,
  serial_number: null,
  maker: null,
  product: null,
  likely: null,
  paired_terminal_id: null,
  ...change,
});

const roles: Role[] = ['cashier', 'supervisor', 'manager', 'technician', 'auditor'];
const person = (n: number, name: string, role: Role, more: Partial<UserView> = {}): UserView => ({
  user_id: `u-${n}`,
  name,
  role,
  active: true,
  has_pin: true,
  has_password: role !== 'cashier',
  must_change: false,
  second_factor: role === 'cashier' || role === 'supervisor' ? 'not_needed' : 'enrolled',
  recovery_codes_left: role === 'cashier' || role === 'supervisor' ? 0 : 8,
  locked_until: null,
  last_sign_in: NOON - n * 3_600_000,
  ...more,
});
export const people = [
  person(1, 'Mara Lindqvist', 'manager'),
  person(2, 'Jonas Weber', 'cashier'),
  person(3, '西蒂 Siti Rahman', 'cashier', { locked_until: NOON + 25 * 60_000 }),
  person(4, 'Tomasz Nowak', 'technician', { has_pin: false, second_factor: 'missing' }),
  person(5, 'Elin Berg', 'supervisor', { active: false }),
];
const permissions: Permission[] = [
  'sale_ring', 'pay_cash', 'pay_card', 'sale_discount', 'price_override', 'sale_void',
  'return_with_receipt', 'return_without_receipt', 'sale_find', 'receipt_reprint', 'day_report',
  'doubt_view', 'doubt_ask', 'payment_reverse', 'terminal_view', 'terminal_pair', 'terminal_test',
  'terminal_clear_alarm', 'user_view', 'user_edit', 'settings_view', 'settings_edit',
  'catalogue_import', 'stock_adjust', 'journal_verify', 'peripheral_view', 'peripheral_pair',
  'peripheral_test', 'print_queue',
  'doubt_settle', 'key_view', 'key_change', 'posture_view', 'policy_edit', 'register_view',
  'device_inspect', 'device_clear', 'backup_run', 'backup_restore', 'backup_settings', 'decommission',
]; // prettier-ignore

const problems: ImportProblem[] = Array.from({ length: 640 }, (_, i) => ({
  line: 14 + i * 37,
  field: i % 3 === 0 ? 'price' : 'barcode',
  reason: i % 3 === 0 ? 'not_a_number' : i % 3 === 1 ? 'check_digit' : 'duplicate',
  value: i % 3 === 0 ? '1,2,3' : String(4006381333900 + i),
  refused: i % 3 !== 2,
}));
const slow = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

export const office: Answers = {
  session_current: () => ({
    user_id: 'u-1',
    name: 'Mara Lindqvist',
    role: 'manager',
    permissions,
    idle_lock_s: 3000,
    locked: false,
    ...PLAIN,
    handle: 'h',
  }),
  terminal_list: () => terminals,
  terminal_discover: () => [
    port('/dev/ttyACM1', {
      usb_vendor_id: '0b00',
      usb_product_id: '0084',
      serial_number: 'LN-00918',
      maker: 'Ingenico',
      product: 'Lane/3000',
      likely: 'terminal',
    }),
    port('/dev/ttyACM0', {
      usb_vendor_id: '1f00',
      usb_product_id: '2012',
      maker: 'Feig',
      product: 'cVEND plug',
      likely: 'terminal',
      paired_terminal_id: 't-1',
    }),
    port('/dev/ttyUSB0', {
      usb_vendor_id: '05e0',
      usb_product_id: '1701',
      maker: 'Zebra',
      product: 'DS2208',
      likely: 'scanner',
    }),
    port('/dev/ttyS0', {}),
  ],
  terminal_probe: async ({ address }) => {
    await slow(900);
    if (address.kind === 'tcp' && address.host.endsWith('9')) {
      throw new CallError({ code: 'terminal_unreachable' });
    }
    return {
      terminal_number: '52500077',
      serial_number: 'LN-00918',
      model: 'Lane/3000',
      software: '4.1.2',
      simulator: address.kind === 'tcp',
      answered_in_ms: 41,
    };
  },
  terminal_pair: ({ terminal_id, name, address }) => ({ ...terminal, terminal_id, name, address }),
  terminal_test: async ({ test }) => {
    await slow(700);
    return {
      ok: test !== 'diagnosis',
      code: test === 'diagnosis' ? '6C' : null,
      lines: ['TID       52500041', 'Host      ok', 'Uhrzeit   14:32:07'],
      took_ms: 712,
    };
  },
  terminal_wire: () =>
    (
      [
        ['out', '06 01', 'Authorisation', 'amount 47.92 EUR  type 40'],
        ['in', '80 00', 'Acknowledged', '7 ms'],
        ['in', '04 FF', 'Intermediate status', '“present card”'],
        ['in', '04 FF', 'Intermediate status', '“please wait”'],
        ['in', '04 0F', 'Status', '27=00 approved  0B=000418  22=••••4771'],
        ['note', '', 'Written to disk', '1.6 ms'],
        ['out', '80 00', 'Acknowledged', ''],
        ['in', '06 0F', 'Completion', ''],
      ] as const
    ).map(([direction, hex_head, name, summary], i) => ({
      at: NOON + i * 1311,
      direction,
      hex_head,
      name,
      summary,
    })),
  user_list: () => people,
  user_save: ({ user_id, name, role, active }) => ({
    ...(people.find((each) => each.user_id === user_id) ?? person(9, name, role)),
    user_id,
    name,
    role,
    active,
  }),
  user_secret_set: ({ user_id }) => people.find((each) => each.user_id === user_id) ?? people[0]!,
  role_table: () => ({
    roles,
    rows: permissions.map((permission, i) => ({
      permission,
      grants: roles.map((role, r) =>
        role === 'manager'
          ? 'allow'
          : (['allow', 'limit', 'approval', 'deny'] as const)[(i + r) % 4]!,
      ),
      limits: roles.map((_, r) => ((i + r) % 4 === 1 ? '10 %' : null)),
    })),
  }),
  settings_view: () => ({
    name: 'Harbour Street',
    address: ['4 Quay Road', '10115 Berlin'],
    register_name: 'Till 2',
    language: 'en',
    receipt_header: '',
    receipt_footer: 'Thank you, see you soon',
    prices_include_tax: true,
    tax_rounding: 'per_line',
    tax_classes: [
      { tax_class_id: 1, name: 'Reduced', rate_percent: '7' },
      { tax_class_id: 2, name: 'Standard', rate_percent: '19' },
    ],
    cash_rounding_minor: 1,
    day_cut_off: '04:00',
    time_zone: 'Europe/Berlin',
    idle_lock_s: 300,
    price_barcodes: [
      { prefix: '28', item_digits: 5, value_digits: 5, value: 'price', decimals: 2 },
      { prefix: '29', item_digits: 5, value_digits: 5, value: 'weight', decimals: 3 },
    ],
    drawer_mode: 'shared',
    print_receipts: 'always',
    customer_screen: true,
    receipt_template: { logo: false, tax_table: true, qr: true, barcode: true, savings: true },
    currency: 'EUR',
    kind: 'real',
  }),
  settings_save: (settings) => settings,
  import_begin: () => null,
  import_chunk: async () => (await slow(30), null),
  import_check: async ({ mapping }) => {
    await slow(400);
    return {
      columns: ['EAN', 'Description', 'Retail price', 'Group', 'VAT', 'On hand', 'Supplier'],
      sample: [
        ['4006381333931', 'Stabilo point 88, black', '1.10', 'Office', '19', '120', 'Schwan'],
        ['5000159407236', 'Mars 51 g', '1.25', 'Sweets', '7', '48', 'Mars'],
        ['4001724819806', 'Pizza Margherita', '3.49', 'Frozen', '7', '12', 'Dr. Oetker'],
        ['3017620422003', 'Nutella 400 g', '4.29', 'Spreads', '7', '36', 'Ferrero'],
      ],
      mapping: mapping ?? {
        barcode: 0, name: 1, name_zh: null, price: 2, category: 3, tax_class: 4, unit: null,
        stock: 5, has_header: true,
      }, // prettier-ignore
      row_count: 100_000,
      new_count: 98_211,
      changed_count: 1_102,
      unchanged_count: 260,
      problems,
      problem_count: 640,
      refused_count: 427,
    };
  },
  import_commit: async () => {
    await slow(900);
    return {
      new_count: 98_211,
      changed_count: 1_102,
      unchanged_count: 260,
      refused_count: 427,
      took_ms: 5210,
    };
  },
};

const words =
  'ocean river stone harbour candle maple velvet copper lantern orchid meadow pebble ember willow saddle marble glacier hazel anchor thimble raven cedar quartz dolphin'.split(
    ' ',
  );

/** How far an update is, where that locks the shop. */
function updateOf(reason: string | null): UpdateProgress | null {
  if (reason === 'updating') return { step: 'proving', done: 3, total: 7, trouble: null };
  if (reason !== 'update_waits') return null;
  const trouble: ApiError = {
    code: 'disk_full',
    field: null,
    params: { needed: '412000000', room: '96000000' },
    retry_safe: true,
    approval: null,
    trace_id: '',
  };
  return { step: 'failed', done: 0, total: 0, trouble };
}

/** A computer without a shop, or with a locked one. */
export const gates = (state: 'none' | 'locked', reason: string | null): Answers => ({
  shop_status: () => ({
    state,
    kind: null,
    name: state === 'locked' ? 'Harbour Street' : null,
    register_name: null,
    currency: null,
    language: 'en',
    demo_logins: [],
    unlock_reason: reason as 'keychain_locked' | null,
    update: updateOf(reason),
    version: '0.1.0',
    business_day: null,
  }),
  session_current: () => null,
  shop_presets: () => ({
    currencies: [
      { code: 'EUR', exponent: 2, symbol: '€', quick_notes_minor: [] },
      { code: 'CHF', exponent: 2, symbol: 'CHF', quick_notes_minor: [] },
      { code: 'CNY', exponent: 2, symbol: '¥', quick_notes_minor: [] },
    ],
    countries: [
      {
        code: 'DE', name_en: 'Germany', name_zh: '德国', currency: 'EUR', prices_include_tax: true,
        tax_classes: [
          { tax_class_id: 1, name: 'Standard', rate_percent: '19' },
          { tax_class_id: 2, name: 'Reduced', rate_percent: '7' },
        ],
        cash_rounding_minor: 1,
      },
      {
        code: 'CH', name_en: 'Switzerland', name_zh: '瑞士', currency: 'CHF', prices_include_tax: true,
        tax_classes: [{ tax_class_id: 1, name: 'Normal', rate_percent: '8.1' }],
        cash_rounding_minor: 5,
      },
    ], // prettier-ignore
  }),
  shop_create: async ({ name }) => {
    await slow(1500);
    const shop = { ...(await gates('none', null).shop_status!({}, {})), name };
    return { recovery_phrase: words, status: { ...shop, state: 'open' as const } };
  },
  shop_unlock: async () => {
    await slow(800);
    throw new CallError({ code: 'key_wrong' });
  },
});
