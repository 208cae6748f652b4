// The typed API of the backend: shapes, commands, permissions.
// Written by `cargo xtask gen` from the Rust registry; do not edit by hand.
// Amounts are integer minor units, unit prices ten-thousandths of a major unit, quantities and
// rates decimal strings, instants milliseconds since the epoch, days "YYYY-MM-DD".
/* eslint-disable */

export type Uuid = string; export type Minor = number; export type UnitPrice = number; export type Dec = string;
export type Role = 'cashier'|'supervisor'|'manager'|'technician'|'auditor';
export type Permission = string; // generated closed union later, e.g. 'sale_ring','sale_discount','price_override','sale_void','return_with_receipt','return_without_receipt','pay_cash','pay_card','sale_find','receipt_reprint','day_report','doubt_view','doubt_ask','terminal_view','terminal_pair','terminal_test','terminal_clear_alarm','user_view','user_edit','settings_view','settings_edit','catalogue_import','journal_verify'
export type ErrorCode = string;  // generated closed union; text key `error-<code with dashes>`
export interface ApiError { code: ErrorCode; field: string|null; params: Record<string,string>; retry_safe: boolean;
  approval: ApprovalNeeded|null; trace_id: string }
export interface ApprovalNeeded { act: Permission; sale_id: Uuid|null; amount_minor: Minor|null } // code 'approval_needed'
export interface ShopStatus { state: 'none'|'locked'|'open'; kind: 'real'|'demo'|'training'|'test'|null; name: string|null;
  register_name: string|null; currency: Currency|null; language: 'en'|'zh'; demo_logins: DemoLogin[];
  unlock_reason: 'keychain_locked'|'keychain_empty'|'keychain_unavailable'|'passphrase_needed'|null; version: string; business_day: string|null }
export interface Currency { code: string; exponent: number; symbol: string; quick_notes_minor: Minor[] /* notes and coins people hand over, ascending */ }
export interface DemoLogin { user_id: Uuid; name: string; role: Role; pin: string|null; password: string }
export interface ShopCreate { kind: 'real'|'training'; name: string; address: string[]; register_name: string; currency: string; language: 'en'|'zh';
  prices_include_tax: boolean; tax_rounding: 'per_line'|'per_document'; tax_classes: TaxClassInput[]; cash_rounding_minor: Minor /* 1 = none, 5, 10 … */;
  manager_name: string; manager_password: string; manager_pin: string|null; key_slot: 'keychain'|'passphrase'|'key_file'; passphrase: string|null }
export interface TaxClassInput { tax_class_id: number; name: string; rate_percent: Dec }
export interface ShopCreated { recovery_phrase: string[]; status: ShopStatus }
export interface ShopPresets { currencies: Currency[]; countries: CountryPreset[] }
export interface CountryPreset { code: string; name_en: string; name_zh: string; currency: string; prices_include_tax: boolean; tax_classes: TaxClassInput[]; cash_rounding_minor: Minor }
export interface ShopSettings { name: string; address: string[]; register_name: string; language: 'en'|'zh'; receipt_header: string; receipt_footer: string;
  prices_include_tax: boolean; tax_rounding: 'per_line'|'per_document'; tax_classes: TaxClassInput[]; cash_rounding_minor: Minor;
  day_cut_off: string /* "04:00" */; time_zone: string; idle_lock_s: number; price_barcodes: PriceBarcodeRule[]; currency: string /* read only */; kind: string /* read only */ }
export interface PriceBarcodeRule { prefix: string /* "20".."29", or longer */; item_digits: number; value_digits: number; value: 'price'|'weight'; decimals: number }
export interface SignInUser { user_id: Uuid; name: string; role: Role; has_pin: boolean }
export interface Session { user_id: Uuid; name: string; role: Role; permissions: Permission[]; idle_lock_s: number; locked: boolean; handle: string /* kept by host/, never stored */ }
export interface Approval { token: string; approver_name: string; expires_ms: number }
export interface Category { category_id: number; name: string; name_zh: string|null; hue: number }
export interface ProductTile { product_id: number; name: string; name_zh: string|null; barcode: string|null; unit_price: UnitPrice; unit: 'each'|'kg'; category_id: number|null; stock: Dec|null; open_price: boolean }
export type SaleState = 'open'|'suspended'|'tendering'|'completed'|'voided';
export type Discount = { kind: 'percent'; percent: Dec } | { kind: 'amount'; amount_minor: Minor };
export interface SaleView { sale_id: Uuid; kind: 'sale'|'return'; state: SaleState; number: number|null; number_text: string|null /* "2-0417" once completed */;
  label: string|null; cashier_name: string; opened_at: number; completed_at: number|null; lines: LineView[]; discount: Discount|null; note: string|null;
  item_count: Dec; savings_minor: Minor; net_minor: Minor; tax_minor: Minor; total_minor: Minor; taxes: TaxView[]; prices_include_tax: boolean;
  cash_total_minor: Minor /* total if the rest is paid in cash, rounded */; rounding_minor: Minor; paid_minor: Minor; due_minor: Minor; due_cash_minor: Minor; change_minor: Minor;
  tenders: TenderView[]; attempts: AttemptView[]; original_sale_id: Uuid|null; original_number_text: string|null; refund_plan: RefundPart[];
  written_at: number /* when this state reached the disk */; blocked: 'attempt_unknown'|'attempt_running'|null }
export interface LineView { line_id: Uuid; line_no: number; product_id: number|null; name: string; name_zh: string|null; barcode: string|null; quantity: Dec; unit: 'each'|'kg';
  unit_price: UnitPrice; list_price: UnitPrice; amount_minor: Minor /* after own discount */; discount: Discount|null; discount_minor: Minor; document_discount_minor: Minor;
  note: string|null; tax_class_id: number; voided: boolean; returned: Dec /* already brought back */; approved_by: string|null }
export interface TaxView { tax_class_id: number; name: string; rate_percent: Dec; net_minor: Minor; tax_minor: Minor; gross_minor: Minor }
export interface TenderView { tender_id: Uuid; kind: 'cash'|'card'|'wallet'|'voucher'; amount_minor: Minor; given_minor: Minor|null; change_minor: Minor; card: CardSlip|null }
export interface CardSlip { masked_pan: string|null; card_name: string|null; receipt_no: string|null; trace: string|null; terminal_id: string|null; auth: string|null; lines: string[] }
export interface RefundPart { kind: 'cash'|'card'; amount_minor: Minor; left_minor: Minor }
export interface AttemptView { attempt_id: Uuid; sale_id: Uuid; sale_number_text: string|null; terminal_id: Uuid; terminal_name: string; act: 'charge'|'refund'; amount_minor: Minor;
  state: 'sent'|'approved'|'declined'|'unknown'|'resolved_paid'|'resolved_not_paid'|'reversed'; step: AttemptStep; steps: {step: AttemptStep; at: number}[];
  terminal_text: string|null /* intermediate status as a text key, e.g. 'zvt-status-0a' */; decline_code: string|null; masked_pan: string|null; started_at: number; changed_at: number; times_asked: number; can_cancel: boolean; deadline_at: number|null }
export type AttemptStep = 'written'|'accepted'|'card_awaited'|'card_read'|'authorising'|'answered'|'stored'|'asking';
export interface SaleRow { sale_id: Uuid; kind: 'sale'|'return'; state: SaleState; number_text: string|null; label: string|null; at: number; cashier_name: string; total_minor: Minor; line_count: number; tenders: ('cash'|'card'|'wallet'|'voucher')[] }
export interface SaleFound { rows: SaleRow[]; more: boolean }
export interface Receipt { sale_id: Uuid; language: 'en'|'zh'; copy: boolean; blocks: ReceiptBlock[] }
export type ReceiptBlock = { kind: 'title'; text: string } | { kind: 'text'; text: string; align: 'left'|'center'; strong: boolean } | { kind: 'pair'; left: string; right: string; strong: boolean }
  | { kind: 'item'; name: string; detail: string|null; amount: string } | { kind: 'rule' } | { kind: 'barcode'; text: string } | { kind: 'slip'; lines: string[] };
export interface DayReport { day: string; net_minor: Minor; gross_minor: Minor; tax_minor: Minor; sale_count: number; return_count: number; return_minor: Minor; item_count: Dec; average_minor: Minor;
  by_hour: {hour: number; net_minor: Minor; count: number}[]; last_week_by_hour: {hour: number; net_minor: Minor; count: number}[]; last_week_net_minor: Minor|null; last_week_count: number|null; last_week_average_minor: Minor|null;
  by_tender: {kind: 'cash'|'card'|'wallet'|'voucher'; amount_minor: Minor; count: number}[]; by_cashier: {name: string; net_minor: Minor; count: number}[];
  by_tax: TaxView[]; top_products: {name: string; quantity: Dec; net_minor: Minor}[]; doubts: {count: number; amount_minor: Minor} }
export type Address = { kind: 'serial'; path: string; baud: number; usb_serial: string|null } | { kind: 'tcp'; host: string; port: number };
export interface FoundPort { address: Address; usb_vendor_id: string|null; usb_product_id: string|null; serial_number: string|null; maker: string|null; product: string|null; likely: 'terminal'|'reader'|'scanner'|'printer'|'scale'|null; paired_terminal_id: Uuid|null }
export interface ProbeView { terminal_number: string /* TID */; serial_number: string|null; model: string|null; software: string|null; simulator: boolean; answered_in_ms: number }
export interface TerminalView { terminal_id: Uuid; name: string; driver: string; address: Address; link: 'connecting'|'ready'|'busy'|'away'|'other_terminal'|'alarmed'|'held'; link_detail: string|null;
  terminal_number: string; serial_number: string|null; model: string|null; software: string|null; simulator: boolean; paired_at: number; last_seen_at: number|null; answers_in_ms: number|null; held_by: Uuid|null /* attempt */; alarm: string|null }
export interface TestReport { ok: boolean; code: string|null; lines: string[]; took_ms: number }
export interface WireLine { at: number; direction: 'out'|'in'|'note'; hex_head: string; name: string; summary: string }
export interface UserView { user_id: Uuid; name: string; role: Role; active: boolean; has_pin: boolean; has_password: boolean; locked_until: number|null; last_sign_in: number|null }
export interface RoleTable { roles: Role[]; rows: { permission: Permission; grants: ('allow'|'limit'|'approval'|'deny')[]; limits: (string|null)[] }[] }
export interface ImportMapping { barcode: number|null; name: number; name_zh: number|null; price: number|null; category: number|null; tax_class: number|null; unit: number|null; stock: number|null; has_header: boolean }
export interface ImportCheck { columns: string[]; sample: string[][]; mapping: ImportMapping; row_count: number; new_count: number; changed_count: number; unchanged_count: number; problems: ImportProblem[]; problem_count: number; refused_count: number }
export interface ImportProblem { line: number; field: string; reason: string /* text key: import-problem-<reason> */; value: string; refused: boolean }
export interface ImportDone { new_count: number; changed_count: number; unchanged_count: number; refused_count: number; took_ms: number }
export interface TillStatus { terminals: {terminal_id: Uuid; name: string; link: TerminalView['link']}[]; doubts: {count: number; amount_minor: Minor}; suspended_count: number; queue: {count: number; amount_minor: Minor};
  network: 'online'|'offline'|'none_needed'; now: number; time_zone: string; journal_seq: number; alarm: string|null }
export type Event = { type: 'sale'; sale: SaleView } | { type: 'attempt'; attempt: AttemptView } | { type: 'terminal'; terminal: TerminalView } | { type: 'wire'; terminal_id: Uuid; line: WireLine }
  | { type: 'status'; status: TillStatus } | { type: 'import_progress'; import_id: Uuid; done: number; total: number } | { type: 'session'; state: 'locked'|'ended' } | { type: 'changed'; tags: string[] };

export type Empty = Record<string, never>;
export interface Commands {
  shop_status: { input: Empty; output: ShopStatus };
  shop_create: { input: ShopCreate; output: ShopCreated };
  shop_unlock: { input: { passphrase: string | null; recovery_phrase: string | null }; output: ShopStatus };
  shop_presets: { input: Empty; output: ShopPresets };
  settings_view: { input: Empty; output: ShopSettings };
  settings_save: { input: ShopSettings; output: ShopSettings };
  session_users: { input: Empty; output: SignInUser[] };
  session_sign_in: { input: { user_id: Uuid; pin: string | null; password: string | null }; output: Session };
  session_current: { input: Empty; output: Session | null };
  session_lock: { input: Empty; output: null };
  session_unlock: { input: { pin: string | null; password: string | null }; output: Session };
  session_sign_out: { input: Empty; output: null };
  approvers: { input: { act: Permission }; output: SignInUser[] };
  approval_grant: { input: { act: Permission; sale_id: Uuid | null; amount_minor: Minor | null; approver_id: Uuid; pin: string | null; password: string | null }; output: Approval };
  category_list: { input: Empty; output: Category[] };
  product_grid: { input: { category_id: number | null; offset: number; limit: number }; output: ProductTile[] };
  product_search: { input: { text: string; limit: number }; output: ProductTile[] };
  sale_current: { input: Empty; output: SaleView | null };
  sale_scan: { input: { sale_id: Uuid; line_id: Uuid; code: string; quantity: Dec | null }; output: SaleView };
  sale_add: { input: { sale_id: Uuid; line_id: Uuid; product_id: number; quantity: Dec | null; unit_price: UnitPrice | null }; output: SaleView };
  sale_line_set: { input: { sale_id: Uuid; line_id: Uuid; quantity: Dec | null; unit_price: UnitPrice | null; discount: Discount | null; clear_discount: boolean; note: string | null }; output: SaleView };
  sale_line_remove: { input: { sale_id: Uuid; line_id: Uuid }; output: SaleView };
  sale_line_restore: { input: { sale_id: Uuid; line_id: Uuid }; output: SaleView };
  sale_discount: { input: { sale_id: Uuid; discount: Discount | null }; output: SaleView };
  sale_suspend: { input: { sale_id: Uuid; label: string | null }; output: null };
  sale_suspended: { input: Empty; output: SaleRow[] };
  sale_recall: { input: { sale_id: Uuid }; output: SaleView };
  sale_void: { input: { sale_id: Uuid; reason: string }; output: SaleView };
  sale_pay_cash: { input: { sale_id: Uuid; tender_id: Uuid; given_minor: Minor }; output: SaleView };
  sale_pay_card: { input: { sale_id: Uuid; attempt_id: Uuid; terminal_id: Uuid; amount_minor: Minor }; output: SaleView };
  sale_tender_remove: { input: { sale_id: Uuid; tender_id: Uuid }; output: SaleView };
  sale_complete: { input: { sale_id: Uuid }; output: SaleView };
  payment_cancel: { input: { attempt_id: Uuid }; output: null };
  payment_ask: { input: { attempt_id: Uuid }; output: null };
  return_start: { input: { sale_id: Uuid; original_sale_id: Uuid; lines: { line_no: number; quantity: Dec }[] }; output: SaleView };
  return_open: { input: { sale_id: Uuid }; output: SaleView };
  sale_find: { input: { text: string | null; day: string | null; state: SaleState | null; offset: number; limit: number }; output: SaleFound };
  sale_view: { input: { sale_id: Uuid }; output: SaleView };
  receipt_view: { input: { sale_id: Uuid }; output: Receipt };
  receipt_reprint: { input: { sale_id: Uuid }; output: Receipt };
  day_report: { input: { day: string | null }; output: DayReport };
  terminal_list: { input: Empty; output: TerminalView[] };
  terminal_discover: { input: Empty; output: FoundPort[] };
  terminal_probe: { input: { address: Address; password: string | null }; output: ProbeView };
  terminal_pair: { input: { terminal_id: Uuid; name: string; address: Address; password: string | null }; output: TerminalView };
  terminal_unpair: { input: { terminal_id: Uuid }; output: null };
  terminal_test: { input: { terminal_id: Uuid; test: 'status' | 'diagnosis' | 'end_of_day' }; output: TestReport };
  terminal_clear_alarm: { input: { terminal_id: Uuid }; output: TerminalView };
  terminal_wire: { input: { terminal_id: Uuid }; output: WireLine[] };
  doubt_list: { input: Empty; output: AttemptView[] };
  user_list: { input: Empty; output: UserView[] };
  user_save: { input: { user_id: Uuid; name: string; role: Role; active: boolean }; output: UserView };
  user_secret_set: { input: { user_id: Uuid; pin: string | null; password: string | null }; output: UserView };
  role_table: { input: Empty; output: RoleTable };
  import_begin: { input: { import_id: Uuid; file_name: string; size: number }; output: null };
  import_chunk: { input: { import_id: Uuid; index: number; base64: string }; output: null };
  import_check: { input: { import_id: Uuid; mapping: ImportMapping | null }; output: ImportCheck };
  import_commit: { input: { import_id: Uuid; mapping: ImportMapping }; output: ImportDone };
  till_status: { input: Empty; output: TillStatus };
}
export type Command = keyof Commands;
