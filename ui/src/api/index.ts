// The typed API of the backend: shapes, commands, who may call them.
// Written by `cargo xtask gen` from the Rust registry; do not edit by hand.
// Amounts are integer minor units, unit prices ten-thousandths of a major unit, quantities and
// rates decimal strings, instants milliseconds since the epoch, days "YYYY-MM-DD".
/* eslint-disable */

/**
 * What a reviewer should look at.
 */
export type AccessFlag = "never_used" | "too_wide" | "never_signed_in";

/**
 * One person with all that the role allows.
 */
export type AccessPerson = { user_id: UserId, name: string, role: Role, active: boolean, last_sign_in: Instant | null,
/**
 * How often the person gave a second person's word.
 */
approvals_given: number, rights: Array<AccessRight>, flags: Array<AccessFlag>, };

/**
 * Who may do what, and did it in the days looked at.
 */
export type AccessReview = { at: Instant, days: number, entries: number, people: Array<AccessPerson>, };

export type AccessReviewFile = { days: number, form: ReviewForm, };

export type AccessReviewOf = {
/**
 * How far back use is looked for; 90 is usual.
 */
days: number, };

/**
 * One permission of one person.
 */
export type AccessRight = { permission: Permission, grant: GrantView,
/**
 * As in the table of roles.
 */
limit: string | null,
/**
 * Times it was used; None: using it leaves no entry.
 */
used: number | null,
/**
 * Of these, with a second person.
 */
approved: number, last_used_at: Instant | null, flags: Array<AccessFlag>, };

export type AccountFigure = { code: number,
/**
 * `drawer_cash`, `sales-1` …
 */
name: string, amount_minor: number, };

/**
 * How a terminal is reached.
 */
export type Address = { "kind": "serial", path: string, baud: number, usb_serial: string | null, } | { "kind": "tcp", host: string, port: number, } | { "kind": "device", path: string, };

export type Align = "left" | "center";

/**
 * An error at the edge. Nothing was changed when one is returned.
 */
export type ApiError = { code: ErrorCode, field: string | null, params: { [key in string]: string }, retry_safe: boolean, approval: ApprovalNeeded | null,
/**
 * Finds the matching lines in the log.
 */
trace_id: string, };

/**
 * A second person's word.
 */
export type Approval = { token: string, approver_name: string, expires_ms: number, };

/**
 * Who asked and who approved.
 */
export type ApprovalFigure = { seq: number, at: Instant,
/**
 * What was done, as the journal's entry names it: `sale_completed`, `cash_moved` …
 */
act: string, asked_by: string, approved_by: string, amount_minor: number | null, };

export type ApprovalGrant = { act: Permission, sale_id: SaleId | null, amount_minor: number | null, share: Percent | null,
/**
 * As the error asked for it.
 */
about_id?: string | null, approver_id: UserId, pin: string | null, password: string | null,
/**
 * Six digits, or a recovery code.
 */
code?: string | null, };

/**
 * What a second person would have to approve.
 */
export type ApprovalNeeded = { act: Permission, sale_id: SaleId | null, amount_minor: number | null,
/**
 * Where the act is measured by a share: which.
 */
share: Percent | null,
/**
 * What it is done to, where that is no sale: the device, the person, the restore that was
 * looked at. One word is good for this one only.
 */
about_id: string | null, };

export type ApproversFor = { act: Permission,
/**
 * As the error asked for it; without it only those are named who have no limit.
 */
amount_minor: number | null, share: Percent | null, };

/**
 * What is asked of the terminal.
 */
export type AttemptAct = "charge" | "refund" | "reversal";

/**
 * One try to get a card or wallet tender approved.
 */
export type AttemptId = string;

export type AttemptRef = { attempt_id: AttemptId, };

/**
 * Where an attempt stands.
 */
export type AttemptState = "sent" | "approved" | "declined" | "unknown" | "resolved_paid" | "resolved_not_paid" | "reversed" | "captured";

/**
 * How far an attempt has come; live, not in the journal.
 */
export type AttemptStep = "written" | "accepted" | "card_awaited" | "card_read" | "authorising" | "answered" | "stored" | "asking";

/**
 * A step and when it was reached.
 */
export type AttemptStepAt = { step: AttemptStep, at: Instant, };

/**
 * One try to pay electronically.
 */
export type AttemptView = { attempt_id: AttemptId, sale_id: SaleId, sale_number_text: string | null, terminal_id: TerminalId, terminal_name: string, act: AttemptAct, amount_minor: number, state: AttemptState, step: AttemptStep, steps: Array<AttemptStepAt>,
/**
 * The terminal's intermediate status as a text key, such as `zvt-status-0a`.
 */
terminal_text: string | null, decline_code: string | null, masked_pan: string | null, started_at: Instant, changed_at: Instant, times_asked: number, can_cancel: boolean, deadline_at: Instant | null, };

export type BackupAct = "make" | "verify" | "drill" | "restore";

/**
 * The desk has begun; it tells the rest by events.
 */
export type BackupBegun = { backup_id: BackupId, };

/**
 * One check of a proof.
 */
export type BackupCheck = { check: BackupCheckKind, good: boolean,
/**
 * What was counted, or what was found wrong.
 */
found: string, ms: number, };

/**
 * What is looked at.
 */
export type BackupCheckKind = "seal" | "opens" | "cipher" | "integrity" | "chain" | "projections" | "rows";

/**
 * A backup at one place.
 */
export type BackupCopy = { place_id: number, state: CopyState,
/**
 * Why it is not there, in the words of what refused it.
 */
trouble: string | null, at: Instant | null, };

/**
 * What backups could go to.
 */
export type BackupDestinations = {
/**
 * The shop's own folder of backups, and the room there.
 */
own_folder: string, own_free_bytes: number | null, sticks: Array<StickView>, };

/**
 * One backup.
 */
export type BackupId = string;

/**
 * Backups, newest first, and how the plan stands.
 */
export type BackupList = { backups: Array<BackupView>, standing: BackupStanding,
/**
 * What the desk is doing now.
 */
running: BackupProgress | null,
/**
 * When the clock makes the next one; None: the plan has no hour.
 */
next_at: Instant | null,
/**
 * The newest drill.
 */
drill: DrillReport | null, };

/**
 * A place to be kept.
 */
export type BackupPlaceSave = {
/**
 * None: a new one.
 */
place_id: number | null, name: string, address: PlaceAddress,
/**
 * Password or private key of an SFTP place; None: the one that is kept.
 */
secret: string | null, };

/**
 * One place.
 */
export type BackupPlaceView = { place_id: number, name: string, address: PlaceAddress,
/**
 * A password or key is kept for it.
 */
secret_kept: boolean, };

/**
 * A plan to be kept.
 */
export type BackupPlanSave = { daily_at: string | null, at_z: boolean, keep_daily: number, keep_weekly: number, keep_monthly: number, overdue_after_h: number, places: Array<BackupPlaceSave>, };

/**
 * When backups are made and where they go.
 */
export type BackupPlanView = {
/**
 * Each day at this hour, `03:00` by the shop's clock; None: not by the clock.
 */
daily_at: string | null, at_z: boolean, keep_daily: number, keep_weekly: number, keep_monthly: number,
/**
 * Without a good one for so many hours the till warns.
 */
overdue_after_h: number,
/**
 * Beside the shop's own folder, which always has them.
 */
places: Array<BackupPlaceView>, };

/**
 * How far the desk has come; told as an event.
 */
export type BackupProgress = { act: BackupAct, backup_id: BackupId | null, step: BackupStep,
/**
 * Of this step: pages, bytes or entries.
 */
done: number, total: number,
/**
 * Why it failed.
 */
trouble: ApiError | null, };

/**
 * What a proof found: the file was put back into a scratch folder and looked through.
 */
export type BackupProof = { at: Instant,
/**
 * Who asked for it; None: the till itself.
 */
by: string | null, good: boolean, checks: Array<BackupCheck>, };

export type BackupRef = { backup_id: BackupId, };

/**
 * How safe the shop is by its backups.
 */
export type BackupStanding = {
/**
 * When the newest one was made that was proved good.
 */
last_good_at: Instant | null,
/**
 * The plan wants one, and there is none that is new enough.
 */
overdue: boolean,
/**
 * The newest try failed.
 */
failed: boolean, running: boolean,
/**
 * Copies that wait for their place.
 */
waiting: number, };

export type BackupStep = "copying" | "writing" | "carrying" | "proving" | "restoring" | "done" | "failed";

/**
 * One backup.
 */
export type BackupView = { backup_id: BackupId, at: Instant, why: BackupWhy,
/**
 * The last entry in it.
 */
seq: Seq, bytes: number, file_name: string,
/**
 * Each place of the plan and how the file stands there.
 */
places: Array<BackupCopy>,
/**
 * The newest proof; None: not proved yet.
 */
proof: BackupProof | null,
/**
 * For what it is kept; empty: only because it is the newest.
 */
kept_as: Array<KeptAs>, };

/**
 * Why a backup was made.
 */
export type BackupWhy = "schedule" | "z" | "update" | "hand";

/**
 * Whence a terminal had a payment that the books did not know, as two people found it.
 */
export type BehindCause = "taken_by_hand" | "older_books";

/**
 * Why the sale takes no further payment now.
 */
export type Blocked = "attempt_unknown" | "attempt_running";

/**
 * Why a terminal cannot say what became of a payment.
 */
export type CannotTell = "replaced" | "reset" | "unpaired" | "no_baseline" | "other_payment" | "no_receipt";

/**
 * One card type.
 */
export type CardFigure = { card_name: string, ours: CountSum, theirs: CountSum | null, };

/**
 * What the terminal told of a card payment.
 */
export type CardSlip = { masked_pan: string | null, card_name: string | null, receipt_no: string | null, trace: string | null, terminal_id: string | null, auth: string | null, lines: Array<string>, };

/**
 * So many coins or notes of one kind.
 */
export type CashCount = {
/**
 * What one of them is worth, in minor units.
 */
unit_minor: number, count: number, };

export type CashMove = {
/**
 * None: the caller's own.
 */
shift_no: number | null, amount_minor: number, reason: string, };

/**
 * Cash that moves beside the sales.
 */
export type CashMoveKind = "paid_in" | "paid_out" | "drop";

/**
 * Cash that moved beside the sales.
 */
export type CashMoveView = {
/**
 * The entry, for printing its slip again.
 */
seq: number, kind: CashMoveKind, amount_minor: number, reason: string, by: string, approved_by: string | null, at: Instant, };

export type CashierSum = { name: string, net_minor: number, count: number, };

export type Category = { category_id: number, name: string, name_zh: string | null, hue: number, };

/**
 * What stands between now and the Z.
 */
export type CloseCheck = { z_number: number, day: Day,
/**
 * Drawers that must be counted and closed first.
 */
open_shifts: Array<ShiftView>,
/**
 * Terminals whose end of day belongs to it.
 */
terminals: Array<TerminalFigure>,
/**
 * Carried over by name; they stop nothing.
 */
doubts: Array<DoubtFigure>, suspended: CountSum, last_z_at: Instant | null, };

/**
 * How a copy stands.
 */
export type CopyState = "waiting" | "there" | "failed" | "gone";

export type CountSum = { count: number, amount_minor: number, };

/**
 * A count of a drawer: from now on the difference is told.
 */
export type CountView = { counts: Array<CashCount>, counted_minor: number, expected_minor: number,
/**
 * Positive: over; negative: short.
 */
over_short_minor: number,
/**
 * How often it was counted.
 */
times: number, blind: boolean, by: string, at: Instant, };

export type CountryPreset = { code: string, name_en: string, name_zh: string, currency: string, prices_include_tax: boolean, tax_classes: Array<TaxClassInput>, cash_rounding_minor: number, };

export type Currency = { code: string, exponent: number, symbol: string,
/**
 * Coins and notes that people hand over, ascending.
 */
quick_notes_minor: Array<number>, };

export type CustomerLine = { name: string, name_zh: string | null, quantity: Quantity, amount_minor: number,
/**
 * Goods brought back.
 */
back: boolean, };

export type CustomerState = "idle" | "ringing" | "paying" | "done";

/**
 * What the customer sees. No ids, no names: it is public by nature.
 */
export type CustomerView = { state: CustomerState, shop_name: string, language: string,
/**
 * ISO 4217 letters.
 */
currency: string, exponent: number, symbol: string, lines: Array<CustomerLine>, total_minor: number, due_minor: number, paid_minor: number, change_minor: number, savings_minor: number, };

/**
 * A trading date, as days since 1970-01-01. It changes at the shop's cut-off, not at midnight.
 */
export type Day = string;

export type DayOf = {
/**
 * None: the day that is running.
 */
day: Day | null, };

/**
 * The day at a glance. Returns count negative in `net`, `gross` and `tax`.
 */
export type DayReport = { day: Day, net_minor: number, gross_minor: number, tax_minor: number, sale_count: number, return_count: number, return_minor: number, item_count: Quantity, average_minor: number, by_hour: Array<HourSum>, last_week_by_hour: Array<HourSum>, last_week_net_minor: number | null, last_week_count: number | null, last_week_average_minor: number | null, by_tender: Array<TenderSum>, by_cashier: Array<CashierSum>, by_tax: Array<TaxView>, top_products: Array<ProductSum>, doubts: DoubtSum, };

export type Dec = string;

export type Decommission = {
/**
 * The twelve words: the second proof beside one's own factor.
 */
phrase: string,
/**
 * Typed as it stands on the receipts, so that nobody ends the wrong shop.
 */
shop_name: string, };

export type DemoLogin = { user_id: UserId, name: string, role: Role, pin: string | null, password: string, };

export type DeviceClear = { device_id: DeviceId,
/**
 * What was found, in the words of those who looked.
 */
note: string,
/**
 * Of a device that was exchanged: the serial number on the one that is there now, read off its
 * label. It becomes the register's.
 */
serial_number: string | null,
/**
 * Of a terminal that is ahead of the books: whence it has the payment that they do not know.
 */
cause: BehindCause | null, };

/**
 * A device with what happened to it.
 */
export type DeviceDetail = { device: DeviceRecord,
/**
 * The newest first.
 */
inspections: Array<InspectionView>, };

/**
 * A device in the register: a terminal or a device beside it, by that one's own id.
 */
export type DeviceId = string;

export type DeviceInspect = { device_id: DeviceId, inspection_id: InspectionId,
/**
 * Nothing was wrong with it. What is not locks the device.
 */
ok: boolean, note: string,
/**
 * A JPEG or PNG, base64, at most 512 kB.
 */
photo: string | null,
/**
 * The key check value as the device showed or printed it.
 */
kcv: string | null, };

/**
 * What a device in the register is.
 */
export type DeviceKind = "terminal" | "printer" | "scale" | "display" | "scanner";

/**
 * What locked a device.
 */
export type DeviceLock = { reason: LockReason, at: Instant,
/**
 * What the register has.
 */
expected: string | null,
/**
 * What was found instead; of a device that was opened, by what it showed it.
 */
found: string | null,
/**
 * Of a terminal ahead of the books: its receipt that they do not know.
 */
receipt: ReceiptReading | null, };

/**
 * One device of the register.
 */
export type DeviceRecord = { device_id: DeviceId, kind: DeviceKind,
/**
 * As its screen names it; of a retired one the last name it had.
 */
name: string, make: string | null, model: string | null, serial_number: string | null,
/**
 * The acquirer's number of a terminal.
 */
terminal_number: string | null, firmware: string | null,
/**
 * Key check value: six hexadecimal digits by which a key is told, and not the key.
 */
kcv: string | null, place: string, state: DeviceState, lock: DeviceLock | null, enrolled_at: Instant, retired_at: Instant | null, inspected_at: Instant | null,
/**
 * When the next inspection is due; None where none is asked for.
 */
inspection_due_at: Instant | null, inspection: InspectionStanding, };

export type DeviceRef = { device_id: DeviceId, };

/**
 * How a device stands.
 */
export type DeviceState = "in_use" | "locked" | "retired";

/**
 * A device beside the terminals.
 */
export type DeviceStatus = { peripheral_id: PeripheralId, kind: PeripheralKind, name: string, health: Health, };

/**
 * A reduction of one line or of the whole document.
 */
export type Discount = { "kind": "percent", percent: Percent, } | { "kind": "amount", amount_minor: number, };

export type DoubtEvent = "sent" | "approved" | "ended" | "declined" | "lost" | "asked" | "found_paid" | "found_not_paid" | "reversed" | "settled_paid" | "settled_not_paid";

/**
 * A payment in doubt: counted neither as paid nor as unpaid.
 */
export type DoubtFigure = { attempt_id: AttemptId, sale_id: SaleId, terminal_name: string,
/**
 * What was asked of the terminal: a refund or a reversal is no charge.
 */
act: AttemptAct, amount_minor: number, at: Instant, };

/**
 * One thing that happened to a payment.
 */
export type DoubtStep = { at: Instant, what: DoubtEvent,
/**
 * The terminal's result code, or why there was no answer.
 */
code: string | null, reading: ReceiptReading | null,
/**
 * Who did it; None: the till itself.
 */
by: string | null,
/**
 * The second person.
 */
approved_by: string | null, };

/**
 * Payments in doubt.
 */
export type DoubtSum = { count: number, amount_minor: number, };

/**
 * One payment whose outcome nobody knows yet.
 */
export type DoubtView = { attempt: AttemptView,
/**
 * Who rang the sale.
 */
cashier: string,
/**
 * Of a reversal: the payment it takes back.
 */
reverses: AttemptView | null,
/**
 * The terminal's last receipt before the order went out.
 */
baseline: ReceiptReading | null,
/**
 * Its last receipt when it was last asked.
 */
seen: ReceiptReading | null,
/**
 * What was sent, what came, who did what; oldest first.
 */
history: Array<DoubtStep>,
/**
 * When the till asks again by itself; None: not before the terminal is back.
 */
next_try_at: Instant | null,
/**
 * Why asking cannot help any more.
 */
cannot_tell: CannotTell | null,
/**
 * The ways out that are open now, to whoever may take them.
 */
ways: Array<DoubtWay>, };

/**
 * A way out of a doubt. There is no "force done".
 */
export type DoubtWay = "ask" | "reverse" | "settle";

/**
 * How drawers and people go together in this shop.
 */
export type DrawerMode = "shared" | "per_person";

/**
 * The drawers of this register now.
 */
export type DrawersView = { mode: DrawerMode,
/**
 * Open and counted shifts.
 */
shifts: Array<ShiftView>,
/**
 * The shift that the caller's cash goes into; None: one must be opened first.
 */
mine: number | null,
/**
 * What is usual: the float of the last shift of this drawer.
 */
usual_float_minor: number,
/**
 * Coins and notes to count, descending, in minor units.
 */
denominations_minor: Array<number>,
/**
 * The caller counts without seeing what is expected.
 */
blind: boolean, };

/**
 * One place of a drill.
 */
export type DrillPlace = {
/**
 * None: the shop's own folder.
 */
place: string | null, good: boolean,
/**
 * Why it could not be had from there.
 */
trouble: string | null, checks: Array<BackupCheck>, };

/**
 * A rehearsal: the newest backup was put back into a scratch folder from each place it lies at.
 */
export type DrillReport = { backup_id: BackupId, backup_at: Instant, seq: Seq, at: Instant, by: string | null, good: boolean, places: Array<DrillPlace>,
/**
 * Entries made since the backup: what a loss right now would cost.
 */
entries_since: number,
/**
 * Payments in doubt that would be asked again.
 */
doubts: number, ms: number, };

/**
 * What an in-store barcode carries.
 */
export type EmbeddedValue = "price" | "weight";

export type Empty = Record<string, never>;

/**
 * What went wrong, as the screens know it. Each has a text `error-<code>` in both languages.
 */
export type ErrorCode = "amount_out_of_range" | "approval_invalid" | "approval_needed" | "attempt_not_running" | "attempt_running" | "attempt_unknown" | "backup_broken" | "backup_busy" | "backup_missing" | "backup_unavailable" | "barcode_check_digit" | "barcode_unreadable" | "cash_below_due" | "clock_behind" | "command_unknown" | "computer_unsafe" | "credentials_wrong" | "device_differs" | "device_failed" | "device_inspection_due" | "device_locked" | "device_unknown" | "discount_out_of_range" | "disk_full" | "field_invalid" | "file_damaged" | "file_locked" | "file_rolled_back" | "file_too_new" | "file_unwritable" | "host_key_changed" | "import_not_found" | "import_refused" | "input_invalid" | "internal" | "key_unavailable" | "key_wrong" | "last_manager" | "line_not_found" | "locked_out" | "not_allowed" | "not_found" | "nothing_to_pay" | "other_terminal" | "password_rule" | "peripheral_missing" | "peripheral_paired" | "peripheral_unreachable" | "pin_rule" | "place_unreachable" | "price_out_of_range" | "printer_missing" | "product_unknown" | "quantity_not_whole" | "quantity_out_of_range" | "refund_tender_mismatch" | "request_reused" | "restore_stale" | "return_more_than_bought" | "sale_empty" | "sale_has_payment" | "sale_not_found" | "sale_not_open" | "scale_fault" | "scale_missing" | "second_factor_needed" | "secret_change_needed" | "second_other_role" | "session_ended" | "session_locked" | "session_needed" | "shift_has_payment" | "shift_missing" | "shift_needed" | "shift_not_counted" | "shift_open_already" | "shifts_open" | "shop_exists" | "shop_locked" | "shop_missing" | "simulator_refused" | "slip_mismatch" | "step_up_needed" | "tax_class_unknown" | "terminal_alarmed" | "terminal_busy" | "terminal_held" | "terminal_missing" | "terminal_paired" | "terminal_unreachable" | "too_many_calls" | "try_later" | "update_waits" | "user_unknown" | "z_number_ahead";

/**
 * One message to every screen that may see it.
 */
export type Event = { "type": "sale", sale: SaleView, } | { "type": "attempt", attempt: AttemptView, } | { "type": "terminal", terminal: TerminalView, } | { "type": "wire", terminal_id: TerminalId, line: WireLine, } | { "type": "status", status: TillStatus, } | { "type": "peripheral", peripheral: PeripheralView, } | { "type": "scanned", code: string, } | { "type": "print_job", job: PrintJobView, } | { "type": "customer", view: CustomerView, } | { "type": "backup", progress: BackupProgress, } | { "type": "update", progress: UpdateProgress, } | { "type": "import_progress", import_id: ImportId, done: number, total: number, } | { "type": "journal_check", done: number, total: number, } | { "type": "key_rotation", key: KeyKind, step: KeyStep, } | { "type": "session", state: SessionChange, } | { "type": "changed", tags: Array<string>, };

export type ExchangeStart = {
/**
 * The sale of the new goods: one being rung, or a new one.
 */
sale_id: SaleId, return_sale_id: SaleId, original_sale_id: SaleId, lines: Array<ReturnLine>, };

/**
 * An exchange, seen from either half. The sale's own `due_minor` has the credit taken off.
 */
export type ExchangeView = { return_sale_id: SaleId, sale_id: SaleId,
/**
 * What the goods that come back are worth.
 */
credit_minor: number,
/**
 * What of it is more than the new goods cost: paid back on the return's id.
 */
pay_back_minor: number,
/**
 * The receipt that the goods come back from.
 */
original_number_text: string | null,
/**
 * The other half's own number, once both are completed.
 */
other_number_text: string | null,
/**
 * The other half's lines.
 */
lines: Array<LineView>, };

/**
 * How a person stands with the second factor.
 */
export type FactorState = "not_needed" | "missing" | "enrolled";

/**
 * How the shop's file and its disk stand.
 */
export type FileHealth = "good" | "full" | "failed" | "read_only" | "changed";

/**
 * A port that something could be plugged into.
 */
export type FoundPort = { address: Address, usb_vendor_id: string | null, usb_product_id: string | null, serial_number: string | null, maker: string | null, product: string | null, likely: LikelyDevice | null, paired_terminal_id: TerminalId | null, };

export type GrantView = "allow" | "limit" | "approval" | "deny";

/**
 * How a device stands. The worst comes last.
 */
export type Health = "connecting" | "ready" | "paper_low" | "paper_out" | "cover_open" | "fault" | "away";

export type HourSum = { hour: number, net_minor: number, count: number, };

export type ImportBegin = { import_id: ImportId, file_name: string, size: number, };

/**
 * A dry run.
 */
export type ImportCheck = { columns: Array<string>, sample: Array<Array<string>>, mapping: ImportMapping, row_count: number, new_count: number, changed_count: number, unchanged_count: number,
/**
 * The first thousand; `problem_count` counts all.
 */
problems: Array<ImportProblem>, problem_count: number, refused_count: number, };

export type ImportChunk = { import_id: ImportId,
/**
 * 0, 1, 2 …
 */
index: number, base64: string, };

export type ImportCommit = { import_id: ImportId, mapping: ImportMapping, };

/**
 * An import that was done.
 */
export type ImportDone = { new_count: number, changed_count: number, unchanged_count: number, refused_count: number, took_ms: number, };

/**
 * One import of a file.
 */
export type ImportId = string;

export type ImportLook = { import_id: ImportId,
/**
 * None: guess.
 */
mapping: ImportMapping | null, };

/**
 * Which column holds what (0-based).
 */
export type ImportMapping = { barcode: number | null, name: number, name_zh: number | null, price: number | null, category: number | null, tax_class: number | null, unit: number | null, stock: number | null, has_header: boolean, };

/**
 * Something about a row.
 */
export type ImportProblem = {
/**
 * Line of the file, from 1.
 */
line: number, field: string,
/**
 * Text key `import-problem-<reason>`.
 */
reason: string, value: string,
/**
 * The row is left out; otherwise it is taken with a correction.
 */
refused: boolean, };

/**
 * One look after a device.
 */
export type InspectionId = string;

/**
 * The photo of an inspection.
 */
export type InspectionPhoto = {
/**
 * `image/jpeg` or `image/png`.
 */
media_type: string, base64: string, };

/**
 * How often terminals are inspected.
 */
export type InspectionPolicy = { rule: InspectionRule,
/**
 * From one inspection to the next, 1 to 366.
 */
interval_days: number,
/**
 * How long before it is due it is spoken of, 0 to 30.
 */
warn_days: number,
/**
 * How long after it was due the terminal still takes payments, 0 to 90.
 */
grace_days: number, };

export type InspectionRef = { inspection_id: InspectionId, };

/**
 * What an inspection that was not made does.
 */
export type InspectionRule = "off" | "warn" | "block";

/**
 * Whether a device is due for an inspection. Only terminals have to be inspected.
 */
export type InspectionStanding = "not_asked" | "good" | "soon" | "overdue" | "blocked";

/**
 * One look after a device.
 */
export type InspectionView = { inspection_id: InspectionId, device_id: DeviceId, at: Instant, by: UserId, by_name: string,
/**
 * Nothing was wrong with it.
 */
ok: boolean, note: string,
/**
 * A photo is kept with it.
 */
photo: boolean, };

/**
 * A moment, in milliseconds since the Unix epoch (UTC).
 */
export type Instant = number;

/**
 * One entry, opened.
 */
export type JournalEntryView = { line: JournalLine, request_id: string, fields: Array<JournalField>, };

export type JournalExport = {
/**
 * None: from the first entry.
 */
first_seq: Seq | null,
/**
 * None: to the last.
 */
last_seq: Seq | null, };

/**
 * One field of a body; each name has a text `field-<name>`.
 */
export type JournalField = {
/**
 * How deep it stands: the fields of the second line of a sale are at 1.
 */
depth: number, name: string,
/**
 * Of a list: which, from 1.
 */
place: number | null, value: JournalValue, };

/**
 * A signed copy of entries.
 */
export type JournalFile = { file_name: string, base64: string, first_seq: Seq, last_seq: Seq,
/**
 * By which a reader knows the shop's key: hexadecimal, in groups of four.
 */
fingerprint: string, };

/**
 * One entry in a list.
 */
export type JournalLine = { seq: Seq, at: Instant, kind: string,
/**
 * None: the till itself.
 */
actor_name: string | null, approver_name: string | null, device_name: string | null,
/**
 * What the entry is about in money, where it is one amount.
 */
amount_minor: number | null,
/**
 * Its body was erased; the chain still holds.
 */
erased: boolean, };

export type JournalOf = { seq: Seq, };

/**
 * Entries that were sought, newest first.
 */
export type JournalPage = { lines: Array<JournalLine>,
/**
 * Where the next page begins (`before`); None: there is no more.
 */
next: Seq | null,
/**
 * The last entry of the journal.
 */
head: Seq,
/**
 * Every kind that can be sought; each has a text `fact-<kind>`.
 */
kinds: Array<string>, };

export type JournalSearch = {
/**
 * The first and the last business day.
 */
from: Day | null, to: Day | null,
/**
 * Whose entries.
 */
actor: UserId | null,
/**
 * The name of a kind.
 */
kind: string | null,
/**
 * Stands in one of the fields: an id, a number, a word, a part of a name.
 */
text: string | null,
/**
 * Stands in one of the fields that hold money.
 */
amount_minor: number | null,
/**
 * The `next` of the page before.
 */
before: Seq | null, limit: number, };

/**
 * What stands in a field.
 */
export type JournalValue = { "kind": "group" } | { "kind": "empty" } | { "kind": "text", text: string, } | { "kind": "word", word: string, } | { "kind": "number", number: number, } | { "kind": "amount", amount_minor: number, } | { "kind": "at", at: Instant, } | { "kind": "day", day: Day, } | { "kind": "truth", yes: boolean, } | { "kind": "person", name: string, } | { "kind": "device", name: string, };

/**
 * What the check of the whole journal found.
 */
export type JournalVerdict = { holds: boolean,
/**
 * Entries that hold, from the first on.
 */
entries: number,
/**
 * The first that does not.
 */
bad_seq: Seq | null, problem: string | null,
/**
 * Of the last entry that holds, hexadecimal.
 */
head_hash: string | null, took_ms: number, };

/**
 * For what a backup is kept.
 */
export type KeptAs = "daily" | "weekly" | "monthly" | "hand" | "update";

/**
 * One of the shop's keys.
 */
export type KeyKind = "database" | "journal" | "anchor" | "backup" | "pepper" | "kek";

/**
 * All keys, and every slot.
 */
export type KeyList = { keys: Array<KeyView>, slots: Array<SlotView>,
/**
 * Kinds of slot that may be added now.
 */
addable: Array<SlotKind>,
/**
 * The key file could be read from its older copy only: damage that should be looked into.
 */
from_older_copy: boolean, };

export type KeyRotate = { key: KeyKind,
/**
 * For a new KEK: what opens each slot that a person types for. Empty for any other key.
 */
secrets: Array<SlotSecret>, };

/**
 * Where the key is kept.
 */
export type KeySlot = "keychain" | "passphrase" | "key_file";

/**
 * How far a rotation is.
 */
export type KeyStep = "made" | "carried" | "verified" | "done";

/**
 * One of the keys.
 */
export type KeyView = { key: KeyKind, version: number,
/**
 * None: made before this was written down.
 */
made_at: Instant | null, age_days: number | null,
/**
 * It should be made anew: it is older than a year, or nobody knows how old it is.
 */
due: boolean,
/**
 * Older ones that are kept, to read and check only.
 */
retired: number, };

export type LikelyDevice = "terminal" | "reader" | "scanner" | "printer" | "scale";

export type LimitAct = { act: Permission, measured_by: LimitMeasure,
/**
 * The usual table, for going back to it.
 */
usual: Array<LimitCell>, };

/**
 * One cell of the table of limits.
 */
export type LimitCell = { role: Role, act: Permission, rule: LimitRule, };

export type LimitMeasure = "share" | "amount" | "whole";

/**
 * What a role may do alone.
 */
export type LimitRule = { "kind": "allow" } | { "kind": "share", percent: Percent, } | { "kind": "amount", amount_minor: number, } | { "kind": "approval" } | { "kind": "deny" };

/**
 * The table of limits: every act that has one, for every role that has one.
 */
export type LimitTable = { acts: Array<LimitAct>, cells: Array<LimitCell>, };

export type LimitsSave = {
/**
 * What is not named is as usual.
 */
cells: Array<LimitCell>, };

/**
 * One line of a sale.
 */
export type LineId = string;

export type LineRef = { sale_id: SaleId, line_id: LineId, };

/**
 * One line.
 */
export type LineView = { line_id: LineId, line_no: number, product_id: ProductId | null, name: string, name_zh: string | null, barcode: string | null, quantity: Quantity, unit: Unit, unit_price: UnitPrice, list_price: UnitPrice,
/**
 * After its own discount, before its share of the document's.
 */
amount_minor: number, discount: Discount | null, discount_minor: number, document_discount_minor: number, note: string | null, tax_class_id: TaxClassId, voided: boolean,
/**
 * Already brought back.
 */
returned: Quantity, approved_by: string | null,
/**
 * Came back, and did not return to the shelf.
 */
written_off: boolean, };

/**
 * How the till and a terminal stand to each other.
 */
export type Link = "connecting" | "ready" | "busy" | "away" | "other_terminal" | "alarmed" | "held";

/**
 * Why a device is locked.
 */
export type LockReason = "substituted" | "tampered" | "key_check" | "books_behind";

export type Minor = number;

/**
 * Whether the till has a network; it needs none to sell.
 */
export type Network = "online" | "offline" | "none_needed";

export type NewLine = { line_id: LineId, product_id: ProductId, quantity: Quantity | null, unit_price: UnitPrice | null, };

export type NoSale = { reason: string, };

/**
 * An input without fields.
 */
export type Nothing = Record<symbol, never>;

export type OwnPasswordChange = {
/**
 * The password as it is; for who has none, the PIN.
 */
password: string, new_password: string, };

export type OwnPinChange = {
/**
 * The PIN as it is.
 */
pin?: string | null,
/**
 * In its place, for who has none.
 */
password?: string | null, new_pin: string, };

/**
 * A paper as a file.
 */
export type PaperFileView = { file_name: string, base64: string, };

export type PaperOf = { what: PrintWhat, };

/**
 * What stands on a slip that the terminal printed, as two people read it.
 */
export type PaperSlip = {
/**
 * The terminal id on the slip.
 */
terminal_number: string,
/**
 * None: what was printed is the terminal's own list of its day, and no payment stands on it.
 */
receipt_no: number | null, trace: number | null, amount_minor: number,
/**
 * The slip says that the payment was made; false: that it was declined or cancelled, or it is
 * the slip of the payment before.
 */
approved: boolean, };

/**
 * A paper on the screen.
 */
export type PaperView = { language: string,
/**
 * Not the first print: marked as a copy.
 */
copy: boolean, blocks: Array<ReceiptBlock>, };

export type PaymentReverse = {
/**
 * The payment that is taken back.
 */
attempt_id: AttemptId,
/**
 * The reversal's own id, the caller's choice.
 */
reversal_id: AttemptId, };

export type PaymentSettle = { attempt_id: AttemptId,
/**
 * What both people hold to be true.
 */
paid: boolean,
/**
 * The terminal's slip by which they do.
 */
slip: PaperSlip, };

/**
 * A share of a hundred, in thousandths of a percent: 19 % = 19 000, 8.875 % = 8 875.
 */
export type Percent = string;

/**
 * A period's figures: sums of postings and of counted acts, never a second truth.
 */
export type PeriodReport = {
/**
 * The number the Z has or will have.
 */
z_number: number,
/**
 * None: an X.
 */
closed_at: Instant | null, closed_by: string | null,
/**
 * One drawer's part only.
 */
shift_no: number | null, day: Day, made_at: Instant, first_seq: number,
/**
 * The journal's head when it was made, and its hash in hexadecimal.
 */
head_seq: number, head_hash: string, sales: CountSum, returns: CountSum,
/**
 * Sales less returns, tax included.
 */
gross_minor: number, net_minor: number, tax_minor: number, taxes: Array<TaxView>, tenders: Array<TenderFigure>, discounts: CountSum, price_overrides: CountSum, struck_lines: CountSum, voided_sales: CountSum, returns_without_receipt: CountSum, no_sales: CountSum, reprints: CountSum, paid_in: CountSum, paid_out: CountSum, drops: CountSum, rounding_minor: number, over_short_minor: number, shifts: Array<ShiftView>, terminals: Array<TerminalFigure>, doubts: Array<DoubtFigure>, suspended: CountSum, approvals: Array<ApprovalFigure>,
/**
 * Gross of everything ever sold less returned.
 */
grand_total_minor: number,
/**
 * Every account of the period, by number; they sum to zero.
 */
accounts: Array<AccountFigure>, };

/**
 * A paired printer, scale, display or scanner.
 */
export type PeripheralId = string;

/**
 * What a device is for.
 */
export type PeripheralKind = "printer" | "scale" | "display" | "scanner";

/**
 * What can be set on a device; fields that its kind does not have keep their defaults.
 */
export type PeripheralOptions = {
/**
 * Printer: characters of the usual font in a line: 48 (80 mm), 42, 32 (58 mm).
 */
columns: number,
/**
 * Printer and display: `gb18030`, `pc858`, `wpc1252`.
 */
encoding: string,
/**
 * Printer: cuts by itself.
 */
cutter: boolean,
/**
 * Printer: the drawer's pin, 0 or 1 (connector pins 2 and 5); None: no drawer on it.
 */
drawer_pin: number | null,
/**
 * Printer: the drawer's switch closes when it is shut (the usual one opens).
 */
drawer_inverted: boolean,
/**
 * Printer: which drawer hangs on it.
 */
drawer_no: number,
/**
 * Scanner: `cr`, `lf`, `crlf`, `tab`.
 */
suffix: string,
/**
 * Scale: grams of the usual packaging, taken off each weight.
 */
tare_g: number, };

export type PeripheralPair = { peripheral_id: PeripheralId, kind: PeripheralKind, driver: string, name: string, address: Address, options: PeripheralOptions, };

/**
 * What answered at an address.
 */
export type PeripheralProbe = { model: string | null, simulator: boolean, health: Health, answered_in_ms: number, };

export type PeripheralProbeAt = { kind: PeripheralKind, driver: string, address: Address, };

/**
 * What was read when a device was tried.
 */
export type PeripheralReading = { ok: boolean,
/**
 * Scale: kilograms as decimal text. Scanner: the code.
 */
text: string | null, took_ms: number, };

export type PeripheralRef = { peripheral_id: PeripheralId, };

export type PeripheralSave = { peripheral_id: PeripheralId, name: string, options: PeripheralOptions, };

/**
 * What can be tried on a device.
 */
export type PeripheralTest = "page" | "kick" | "weigh" | "zero" | "message" | "scan";

export type PeripheralTestInput = { peripheral_id: PeripheralId, test: PeripheralTest, };

/**
 * A paired device.
 */
export type PeripheralView = { peripheral_id: PeripheralId, kind: PeripheralKind, driver: string, name: string, model: string | null, address: Address, options: PeripheralOptions, simulator: boolean, paired_at: Instant, health: Health, last_seen_at: Instant | null,
/**
 * Scanner: the last code it read. Scale: the last weight.
 */
last_reading: string | null, drawer_open: boolean | null,
/**
 * Jobs waiting for this printer.
 */
waiting: number, };

/**
 * One thing that may be allowed. The codes are kept in the journal: never reuse one.
 */
export type Permission = "sale_ring" | "pay_cash" | "pay_card" | "sale_discount" | "price_override" | "sale_void" | "return_with_receipt" | "return_without_receipt" | "sale_find" | "receipt_reprint" | "day_report" | "doubt_view" | "doubt_ask" | "payment_reverse" | "terminal_view" | "terminal_pair" | "terminal_test" | "terminal_clear_alarm" | "user_view" | "user_edit" | "settings_view" | "settings_edit" | "catalogue_import" | "stock_adjust" | "journal_verify" | "shift_open" | "shift_close" | "shift_close_other" | "drawer_expected_view" | "cash_pay_in" | "cash_pay_out" | "cash_drop" | "no_sale" | "over_short" | "x_report" | "day_close" | "z_view" | "limits_edit" | "print_queue" | "peripheral_view" | "peripheral_pair" | "peripheral_test" | "doubt_settle" | "key_view" | "key_change" | "backup_run" | "backup_restore" | "backup_settings" | "register_view" | "device_inspect" | "device_clear" | "posture_view" | "policy_edit" | "access_review" | "journal_search" | "journal_export" | "decommission" | "second_factor_witness";

export type PictureSave = {
/**
 * None takes it away.
 */
base64: string | null, };

/**
 * The shop's picture.
 */
export type PictureView = { base64: string | null, };

/**
 * Where a place is.
 */
export type PlaceAddress = { "kind": "folder", path: string, } | { "kind": "stick", stick: string, folder: string, } | { "kind": "sftp", host: string, port: number, user: string, folder: string,
/**
 * `SHA256:` and the sum of the server's key: another key is refused.
 */
host_key: string,
/**
 * What the secret is: a private key, or a password.
 */
with_key: boolean, };

/**
 * A place was tried: a file was written, read back and taken away.
 */
export type PlaceTried = { free_bytes: number | null, ms: number,
/**
 * Backups of this shop that are there already.
 */
backups: number, };

/**
 * One thing that is looked at.
 */
export type PostureCheck = "system_support" | "disk_encryption" | "administrator" | "file_modes" | "web_view" | "core_dumps" | "debugger" | "clock" | "disk_space" | "key_slot" | "recovery_phrase" | "backups" | "strong_sign_in" | "devices";

/**
 * One line of the list. Its texts are `posture-<check>` (what is asked), `posture-<check>-found`
 * and `posture-<check>-todo`.
 */
export type PostureItem = { check: PostureCheck, status: PostureStatus, rule: PostureRule,
/**
 * What was seen, as it is named on this system; for the texts and for support.
 */
found: { [key in string]: string }, };

/**
 * What each bad finding does. A check without a line of its own warns.
 */
export type PosturePolicy = { rules: Array<PostureRuleFor>, };

/**
 * What a bad finding does.
 */
export type PostureRule = "inform" | "warn" | "block";

/**
 * One rule of the policy.
 */
export type PostureRuleFor = { check: PostureCheck, rule: PostureRule, };

/**
 * What was found.
 */
export type PostureStatus = "good" | "bad" | "unknown";

/**
 * The whole list.
 */
export type PostureView = { items: Array<PostureItem>, worst: PostureWorst, looked_at: Instant, };

/**
 * The worst of the list.
 */
export type PostureWorst = "good" | "inform" | "warn" | "block";

/**
 * How a price or weight is packed into an in-store barcode (GS1 prefixes 20–29).
 */
export type PriceBarcodeRule = {
/**
 * Leading digits of the 13: `20` … `29`, `02`, `04`, or longer.
 */
prefix: string, item_digits: number, value_digits: number, value: EmbeddedValue,
/**
 * Digits of the value after the point.
 */
decimals: number, };

export type Print = { job_id: PrintJobId, what: PrintWhat,
/**
 * None: the first printer there is.
 */
printer: PeripheralId | null, };

/**
 * Something to be printed.
 */
export type PrintJobId = string;

export type PrintJobRef = { job_id: PrintJobId, };

/**
 * Something to be printed.
 */
export type PrintJobView = { job_id: PrintJobId, what: PrintWhat, state: PrintState,
/**
 * Printed marked as a copy.
 */
copy: boolean, printer_name: string | null, made_at: Instant, tries: number,
/**
 * Why the last try failed: `paper_out`, `cover_open`, `offline`, `link_lost`, `fault`,
 * `no_printer`, `interrupted`.
 */
trouble: string | null, };

/**
 * When a receipt is printed by itself.
 */
export type PrintReceipts = "always" | "ask";

export type PrintState = "queued" | "sending" | "done" | "troubled" | "given_up";

/**
 * Which paper.
 */
export type PrintWhat = { "kind": "receipt", sale_id: SaleId, } | { "kind": "gift", sale_id: SaleId, } | { "kind": "merchant_slip", sale_id: SaleId, } | { "kind": "x", shift_no: number | null, } | { "kind": "z", z_number: number, } | { "kind": "count", shift_no: number, } | { "kind": "cash_slip", seq: number, } | { "kind": "test_page", peripheral_id: PeripheralId, } | { "kind": "drill", };

/**
 * What answered at an address.
 */
export type ProbeView = {
/**
 * The terminal id (TID).
 */
terminal_number: string, serial_number: string | null, model: string | null, software: string | null, simulator: boolean, answered_in_ms: number, };

export type ProductGrid = {
/**
 * None: the favourites.
 */
category_id: number | null, offset: number, limit: number, };

/**
 * A product's key in the catalogue.
 */
export type ProductId = number;

export type ProductSearch = { text: string, limit: number, };

export type ProductSum = { name: string, quantity: Quantity, net_minor: number, };

export type ProductTile = { product_id: ProductId, name: string, name_zh: string | null, barcode: string | null, unit_price: UnitPrice, unit: Unit, category_id: number | null,
/**
 * What is on the shelf; None when stock is not kept.
 */
stock: Quantity | null, open_price: boolean, };

/**
 * How many or how much, in thousandths: 1 piece = 1000, 0.642 kg = 642.
 */
export type Quantity = string;

export type Receipt = { sale_id: SaleId, language: string,
/**
 * Not the first print: marked as a copy.
 */
copy: boolean, blocks: Array<ReceiptBlock>, };

export type ReceiptBlock = { "kind": "title", text: string, } | { "kind": "text", text: string, align: Align, strong: boolean, } | { "kind": "pair", left: string, right: string, strong: boolean, } | { "kind": "item", name: string, detail: string | null, amount: string, } | { "kind": "rule" } | { "kind": "barcode", text: string, } | { "kind": "qr", text: string, modules: Array<string>, } | { "kind": "logo" } | { "kind": "slip", lines: Array<string>, };

/**
 * A terminal's word on its last receipt.
 */
export type ReceiptReading = { receipt_no: number | null, trace: number | null, turnover_no: number | null, amount_minor: number | null, approved: boolean, terminal_number: string | null,
/**
 * By the terminal's own clock: MMDD and HHMMSS.
 */
date: number | null, time: number | null, };

/**
 * What a shop's receipts show beside goods and money. A part of the shop's record; what an older
 * record does not name stands as it is here.
 */
export type ReceiptTemplate = {
/**
 * The shop's picture at the top.
 */
logo: boolean,
/**
 * Net, tax and gross of each rate.
 */
tax_table: boolean,
/**
 * The receipt number as a QR code.
 */
qr: boolean,
/**
 * The receipt number as CODE 128.
 */
barcode: boolean,
/**
 * How much the customer saved.
 */
savings: boolean, };

/**
 * What was found after the till had ended without warning.
 */
export type Recovered = {
/**
 * When the till's newest entry was made before it ended.
 */
at: Instant,
/**
 * Sales that were being rung or waited, as they were; after a power loss at most the last
 * quarter second of scans is gone.
 */
open_sales: number, doubts: number, };

/**
 * Codes for the day when the second factor is lost: each good once, shown this once.
 */
export type RecoveryCodes = { codes: Array<string>, };

/**
 * Uses of recovery codes that nobody has looked at yet.
 */
export type RecoveryUsed = { count: number,
/**
 * The entry of the oldest.
 */
seq: Seq, };

/**
 * A part of a refund and what is left of it.
 */
export type RefundPart = { kind: TenderKind, amount_minor: number, left_minor: number, };

export type RegisterEdit = { device_id: DeviceId, place: string, make: string | null, model: string | null,
/**
 * Hexadecimal, 6 to 16 digits, as the device or its key letter tells it.
 */
kcv: string | null, };

/**
 * A restore in a shop that is open: two people, one of them a manager, one a technician.
 */
export type RestoreBegin = { stage_id: StageId,
/**
 * The number on the newest paper receipt that somebody has; None: there is none.
 */
paper_receipt_no: number | null,
/**
 * The number on the newest Z on paper.
 */
paper_z_number: number | null, };

/**
 * The desk has begun; it tells the rest by events and ends every session.
 */
export type RestoreBegun = { stage_id: StageId, };

export type RestoreLook = { source: RestoreSource,
/**
 * The recovery phrase of the backup's day; needed where this shop's keys do not open it.
 */
phrase: string | null, };

/**
 * What was written after the backup.
 */
export type RestoreLoss = { entries: number, sales: number, amount_minor: number, last_at: Instant, last_day: Day | null, };

/**
 * Where a backup is taken from.
 */
export type RestoreSource = { "kind": "file", path: string, } | { "kind": "place", place_id: number | null, file_name: string, };

/**
 * A file that could be restored.
 */
export type RestoreSourceView = { source: RestoreSource,
/**
 * Where it lies, in words.
 */
place: string, at: Instant, why: BackupWhy, seq: Seq, shop_name: string, bytes: number, };

/**
 * The restore of an open shop that was begun last, for who is told nothing else: it ends every
 * session.
 */
export type RestoreStanding = { stage_id: StageId, state: RestoreState, };

export type RestoreState = "running" | "done" | "failed";

/**
 * What a restore would do. The file was fetched, opened and proved; nothing was changed.
 */
export type RestoreView = {
/**
 * Names what was fetched, for `restore_begin`.
 */
stage_id: StageId, backup_id: BackupId, shop_name: string, at: Instant, why: BackupWhy, seq: Seq, proof: BackupProof,
/**
 * The last numbers in the backup; 0: none.
 */
receipt_no: number, z_number: number,
/**
 * The highest that this computer still knows of; None: there is nothing to read.
 */
known_receipt_no: number | null, known_z_number: number | null,
/**
 * What is lost; None: there is nothing here to lose, or it cannot be read.
 */
lost: RestoreLoss | null,
/**
 * Payments in doubt in the backup: they are asked again.
 */
doubts: number, open_sales: number, };

export type ReturnLine = { line_no: number, quantity: Quantity,
/**
 * The goods do not return to the shelf.
 */
written_off: boolean, };

export type ReturnStart = { sale_id: SaleId, original_sale_id: SaleId, lines: Array<ReturnLine>, };

/**
 * What a file of the review is written as.
 */
export type ReviewForm = "csv" | "pdf";

/**
 * What a person is in the shop.
 */
export type Role = "cashier" | "supervisor" | "manager" | "technician" | "auditor";

/**
 * One permission over all roles, in the order of `RoleTable::roles`.
 */
export type RoleRow = { permission: Permission, grants: Array<GrantView>,
/**
 * `10%` or an amount in minor units; None where there is no limit.
 */
limits: Array<string | null>, };

/**
 * Who may do what.
 */
export type RoleTable = { roles: Array<Role>, rows: Array<RoleRow>, };

export type SaleAdd = { sale_id: SaleId, line_id: LineId, product_id: ProductId, quantity: Quantity | null, unit_price: UnitPrice | null, };

export type SaleAddLines = { sale_id: SaleId, lines: Array<NewLine>, };

export type SaleDiscount = { sale_id: SaleId, discount: Discount | null, };

export type SaleFind = {
/**
 * A receipt number (`2-0417` as its barcode has it, or `417`), an amount (`12.90`), or part of
 * a product's or a person's name; or nothing.
 */
text: string | null, day: Day | null, state: SaleState | null,
/**
 * The last four digits of a card that paid or was paid back to.
 */
card_end: string | null,
/**
 * Exactly this total.
 */
amount_minor: number | null, offset: number, limit: number, };

/**
 * Found sales, newest first.
 */
export type SaleFound = { rows: Array<SaleRow>, more: boolean, };

/**
 * One customer's purchase or return.
 */
export type SaleId = string;

/**
 * Goods out and money in, or goods back and money out.
 */
export type SaleKind = "sale" | "return";

export type SaleLineSet = { sale_id: SaleId, line_id: LineId, quantity: Quantity | null, unit_price: UnitPrice | null, discount: Discount | null, clear_discount: boolean, note: string | null, };

export type SaleNote = { sale_id: SaleId, note: string, };

export type SalePayCard = { sale_id: SaleId, attempt_id: AttemptId, terminal_id: TerminalId, amount_minor: number, };

export type SalePayCash = { sale_id: SaleId, tender_id: TenderId, given_minor: number, };

/**
 * A sale, named.
 */
export type SaleRef = { sale_id: SaleId, };

/**
 * A sale in a list.
 */
export type SaleRow = { sale_id: SaleId, kind: SaleKind, state: SaleState, number_text: string | null, label: string | null, at: Instant, cashier_name: string, total_minor: number, line_count: number, tenders: Array<TenderKind>,
/**
 * A payment of it is in doubt.
 */
doubt: boolean, };

export type SaleScan = { sale_id: SaleId, line_id: LineId, code: string, quantity: Quantity | null, };

/**
 * The life of a sale. `Completed` and `Voided` are final.
 */
export type SaleState = "open" | "suspended" | "tendering" | "completed" | "voided";

export type SaleSuspend = { sale_id: SaleId, label: string | null, };

export type SaleTenderRemove = { sale_id: SaleId, tender_id: TenderId, };

/**
 * A sale or return, being rung or done.
 */
export type SaleView = { sale_id: SaleId, kind: SaleKind, state: SaleState, number: number | null,
/**
 * `2-0417`, once completed.
 */
number_text: string | null, label: string | null, cashier_name: string, opened_at: Instant, completed_at: Instant | null, lines: Array<LineView>, discount: Discount | null, note: string | null, item_count: Quantity, savings_minor: number, net_minor: number, tax_minor: number, total_minor: number, taxes: Array<TaxView>, prices_include_tax: boolean,
/**
 * The total if all of the rest is paid in cash.
 */
cash_total_minor: number, rounding_minor: number, paid_minor: number, due_minor: number, due_cash_minor: number, change_minor: number, tenders: Array<TenderView>, attempts: Array<AttemptView>, original_sale_id: SaleId | null, original_number_text: string | null,
/**
 * Of a return: what must be paid back in which kind of tender.
 */
refund_plan: Array<RefundPart>,
/**
 * Goods back and goods out on one ticket: the other half.
 */
exchange: ExchangeView | null,
/**
 * When this state reached the disk.
 */
written_at: Instant, blocked: Blocked | null, };

export type SaleVoid = { sale_id: SaleId, reason: string, };

export type SecondFactorConfirm = {
/**
 * The six digits that the app shows for the secret offered last.
 */
code: string, };

/**
 * A second factor to be taken into an app; shown this once.
 */
export type SecondFactorOffer = {
/**
 * `otpauth://totp/…`, as the QR code holds it.
 */
uri: string,
/**
 * The same secret to type: base32 in groups of four.
 */
secret_groups: Array<string>,
/**
 * The QR code: a row a string, `1` is dark, without the quiet zone.
 */
modules: Array<string>, };

export type SecondFactorReset = { user_id: UserId, };

/**
 * The place of an entry in the journal: 1, 2, 3 … without gaps.
 */
export type Seq = number;

/**
 * A session, as its own screen sees it.
 */
export type Session = { user_id: UserId, name: string, role: Role, permissions: Array<Permission>, idle_lock_s: number, locked: boolean,
/**
 * Until it is done, every other act is refused.
 */
must: SessionMust | null, step_up_by: StepUpBy,
/**
 * The person's own second factor.
 */
second_factor: FactorState, recovery_codes_left: number,
/**
 * Opaque; sent back with every call.
 */
handle: string, };

/**
 * What happened to the session of a seat.
 */
export type SessionChange = "locked" | "ended";

/**
 * What a person does before anything else.
 */
export type SessionMust = "change_password" | "change_pin" | "enrol_second_factor";

export type SessionUnlock = { pin: string | null, password: string | null, };

export type SftpLook = { host: string, port: number, };

/**
 * Who answers there; a person compares it with what the server's owner says.
 */
export type SftpServer = {
/**
 * `SHA256:` and 43 characters.
 */
host_key: string,
/**
 * `ssh-ed25519` …
 */
key_kind: string, };

export type ShiftClose = { shift_no: number, note: string | null, };

export type ShiftCount = { shift_no: number, counts: Array<CashCount>, };

export type ShiftOpen = {
/**
 * None: the first that is shut.
 */
drawer_no: number | null, float_minor: number, };

export type ShiftRef = { shift_no: number, };

export type ShiftState = "open" | "counted" | "closed";

/**
 * A shift. Amounts that the caller may not see yet (a blind count) are None.
 */
export type ShiftView = { shift_no: number, drawer_no: number, state: ShiftState,
/**
 * Whose drawer it is; None: everybody's.
 */
holder_name: string | null,
/**
 * The caller rings into it.
 */
mine: boolean, opened_by: string, opened_at: Instant, closed_at: Instant | null, float_minor: number,
/**
 * What should be in the drawer, by the postings.
 */
expected_minor: number | null, cash_sales_minor: number | null, cash_returns_minor: number | null, paid_in_minor: number, paid_out_minor: number, dropped_minor: number, no_sale_count: number, moves: Array<CashMoveView>,
/**
 * The last count, once there is one.
 */
count: CountView | null, };

/**
 * Everything a new shop needs.
 */
export type ShopCreate = { kind: ShopKind, name: string, address: Array<string>, register_name: string, currency: string, language: string, prices_include_tax: boolean, tax_rounding: TaxRounding, tax_classes: Array<TaxClassInput>, cash_rounding_minor: number, manager_name: string, manager_password: string, manager_pin: string | null, key_slot: KeySlot, passphrase: string | null,
/**
 * IANA name; the computer's own when missing.
 */
time_zone: string | null,
/**
 * The rules of sign-in; the strong ones when missing.
 */
sign_in?: SignInPolicy | null, };

/**
 * The new shop; the phrase is shown once and kept nowhere.
 */
export type ShopCreated = { recovery_phrase: Array<string>, status: ShopStatus, };

/**
 * Set when the shop is made; stands in the journal's first entry. Only pairing looks at it.
 */
export type ShopKind = "real" | "demo" | "training" | "test";

/**
 * Countries with what is usual there.
 */
export type ShopPresets = { currencies: Array<Currency>, countries: Array<CountryPreset>, };

/**
 * How the shop opens on this computer from now on, beside its recovery phrase.
 */
export type ShopRestore = { stage_id: StageId, key_slot: KeySlot, passphrase: string | null, paper_receipt_no: number | null, paper_z_number: number | null, };

/**
 * What a manager may change.
 */
export type ShopSettings = { name: string, address: Array<string>, register_name: string, language: string, receipt_header: string, receipt_footer: string, prices_include_tax: boolean, tax_rounding: TaxRounding, tax_classes: Array<TaxClassInput>, cash_rounding_minor: number,
/**
 * `04:00`: when a business day begins.
 */
day_cut_off: string, time_zone: string, idle_lock_s: number, price_barcodes: Array<PriceBarcodeRule>, drawer_mode: DrawerMode, print_receipts: PrintReceipts,
/**
 * A second window shows the customer what is rung.
 */
customer_screen: boolean, receipt_template: ReceiptTemplate,
/**
 * Read only: never changes.
 */
currency: string,
/**
 * Read only: never changes.
 */
kind: ShopKind, };

export type ShopState = "none" | "locked" | "open";

/**
 * Whether there is a shop here, and whether it is open.
 */
export type ShopStatus = { state: ShopState, kind: ShopKind | null, name: string | null, register_name: string | null, currency: Currency | null, language: string,
/**
 * The demo shop's people with their secrets; empty in any other.
 */
demo_logins: Array<DemoLogin>, unlock_reason: UnlockReason | null,
/**
 * How far the update of an older file is, or why it waits.
 */
update: UpdateProgress | null, version: string, business_day: Day | null, };

/**
 * A word that opens a locked file.
 */
export type ShopUnlock = { passphrase: string | null, recovery_phrase: string | null, };

export type SignIn = { user_id: UserId, pin: string | null, password: string | null,
/**
 * With the password, where the sign-in wants one: six digits, or a recovery code.
 */
code?: string | null, };

/**
 * The shop's rules of sign-in. A part of its record; an older record has none of them.
 */
export type SignInPolicy = {
/**
 * Manager, technician and auditor sign in with password and second factor.
 */
strong: boolean,
/**
 * Who was given a password or a PIN by somebody else changes it first.
 */
change_given: boolean,
/**
 * A new password has letters and digits (PCI DSS 4.0.1, 8.3.6).
 */
letters_and_digits: boolean, };

/**
 * A tile on the sign-in screen.
 */
export type SignInUser = { user_id: UserId, name: string, role: Role, has_pin: boolean, wants: SignInWants, };

/**
 * What a sign-in asks for. It follows from role and policy alone: whoever looks learns nothing of
 * what a person has.
 */
export type SignInWants = "secret" | "password_and_code";

export type SlotAdd = { kind: SlotKind,
/**
 * For a passphrase slot.
 */
passphrase: string | null, };

/**
 * A slot that was added.
 */
export type SlotAdded = { slot_id: number,
/**
 * The twelve words, this once.
 */
recovery_phrase: Array<string> | null, list: KeyList, };

/**
 * Why a slot stays.
 */
export type SlotKept = "last_slot" | "last_phrase";

/**
 * A way in which the shop's keys can be had.
 */
export type SlotKind = "keychain" | "tpm" | "passphrase" | "recovery_phrase" | "key_file";

export type SlotRemove = { slot_id: number, };

/**
 * What a person typed for a slot.
 */
export type SlotSecret = { slot_id: number,
/**
 * The passphrase, or the recovery phrase.
 */
secret: string, };

export type SlotTest = { slot_id: number, passphrase: string | null, phrase: string | null, };

/**
 * One way in which the keys can be had.
 */
export type SlotView = { slot_id: number, kind: SlotKind,
/**
 * None: made before this was written down.
 */
made_at: Instant | null, last_tested_at: Instant | null,
/**
 * Opens with nobody at the screen.
 */
automatic: boolean,
/**
 * Why it cannot be removed; None: it can.
 */
kept_because: SlotKept | null, };

/**
 * A backup that was fetched and opened for a look before it is restored.
 */
export type StageId = string;

export type StepUp = { pin?: string | null, password?: string | null,
/**
 * Six digits, or a recovery code.
 */
code?: string | null, };

/**
 * What a person shows for a sensitive act (`session_step_up`).
 */
export type StepUpBy = "code" | "secret";

/**
 * Sensitive acts are open for so long.
 */
export type StepUpView = { seconds: number, };

/**
 * A stick that is in.
 */
export type StickView = {
/**
 * By which it is known again: its label, or the id of its file system.
 */
stick: string, path: string, free_bytes: number | null, };

export type StockAdjust = { moves: Array<StockChange>, reason: string,
/**
 * A document of the shop's own, such as a delivery note.
 */
reference: string | null, };

export type StockChange = { product_id: ProductId,
/**
 * Positive into the shop.
 */
quantity: Quantity, };

/**
 * What is on the shelf of one product.
 */
export type StockLevel = { product_id: ProductId,
/**
 * None when stock is not kept.
 */
stock: Quantity | null, };

/**
 * A tax class of the shop: 1 = the usual one.
 */
export type TaxClassId = number;

export type TaxClassInput = { tax_class_id: TaxClassId, name: string, rate_percent: Percent, };

/**
 * Where the fraction of a cent goes.
 */
export type TaxRounding = "per_line" | "per_document";

/**
 * Tax of one class.
 */
export type TaxView = { tax_class_id: TaxClassId, name: string, rate_percent: Percent, net_minor: number, tax_minor: number, gross_minor: number, };

/**
 * One kind of tender.
 */
export type TenderFigure = { kind: TenderKind, taken: CountSum, paid_back: CountSum, net_minor: number, };

/**
 * One means of payment laid against a sale.
 */
export type TenderId = string;

/**
 * What a customer pays with, or is paid back in.
 */
export type TenderKind = "cash" | "card" | "wallet" | "voucher" | "exchange";

export type TenderSum = { kind: TenderKind, amount_minor: number, count: number, };

/**
 * One tender.
 */
export type TenderView = { tender_id: TenderId, kind: TenderKind, amount_minor: number, given_minor: number | null, change_minor: number, card: CardSlip | null, };

/**
 * A terminal's end of day beside ours.
 */
export type TerminalFigure = { terminal_id: TerminalId, name: string,
/**
 * None: it made no end of day in this period.
 */
batch_no: number | null, at: Instant | null, cards: Array<CardFigure>, ours_minor: number, theirs_minor: number | null, agrees: boolean | null, };

/**
 * A paired terminal.
 */
export type TerminalId = string;

export type TerminalPair = { terminal_id: TerminalId, name: string, address: Address, password: string | null, };

export type TerminalProbe = { address: Address, password: string | null, };

export type TerminalRef = { terminal_id: TerminalId, };

export type TerminalStatus = { terminal_id: TerminalId, name: string, link: Link, };

/**
 * What is tried on a terminal.
 */
export type TerminalTest = "status" | "diagnosis" | "end_of_day";

export type TerminalTry = { terminal_id: TerminalId, test: TerminalTest, };

export type TerminalUnpair = { terminal_id: TerminalId,
/**
 * Although a payment is in doubt there: it can then be settled by the printed slip only.
 */
with_doubt: boolean, };

/**
 * A paired terminal.
 */
export type TerminalView = { terminal_id: TerminalId, name: string, driver: string, address: Address, link: Link, link_detail: string | null, terminal_number: string, serial_number: string | null, model: string | null, software: string | null, simulator: boolean, paired_at: Instant, last_seen_at: Instant | null, answers_in_ms: number | null,
/**
 * The payment in doubt that holds it.
 */
held_by: AttemptId | null, alarm: string | null,
/**
 * The register locked it: it takes no payment until two people have cleared it.
 */
locked: boolean, };

/**
 * How a test went.
 */
export type TestReport = { ok: boolean, code: string | null, lines: Array<string>, took_ms: number, };

export type TillStatus = { terminals: Array<TerminalStatus>, devices: Array<DeviceStatus>,
/**
 * Papers that wait for somebody, or for a printer in trouble.
 */
print_troubled: number, doubts: DoubtSum, suspended_count: number,
/**
 * Payments stored and not yet forwarded.
 */
queue: DoubtSum, network: Network, now: Instant, time_zone: string, journal_seq: number, alarm: string | null, file: FileHealth,
/**
 * The till did not end in order; until somebody has confirmed it.
 */
recovered: Recovered | null, backup: BackupStanding,
/**
 * Since the program started.
 */
restore: RestoreStanding | null,
/**
 * Devices whose inspection is due soon or over.
 */
inspections_due: number,
/**
 * Devices that take no payment until two people have cleared them.
 */
devices_locked: number,
/**
 * The worst that was found on this computer, by the shop's policy.
 */
posture: PostureWorst,
/**
 * A recovery code was used, and its entry was not opened since.
 */
recovery_used: RecoveryUsed | null, };

/**
 * How a line's quantity is counted.
 */
export type Unit = "each" | "kg";

/**
 * A price of one unit, in ten-thousandths of a major unit (2.35 EUR = 23 500).
 */
export type UnitPrice = number;

/**
 * Why the file did not open by itself.
 */
export type UnlockReason = "being_restored" | "keychain_locked" | "keychain_empty" | "keychain_unavailable" | "chip_unavailable" | "chip_other" | "chip_cleared" | "passphrase_needed" | "updating" | "update_waits";

/**
 * How far a newer program is with a file of an older format.
 */
export type UpdateProgress = { step: UpdateStep,
/**
 * Of this step: pages or checks; 0 of 0 where nobody can say.
 */
done: number, total: number,
/**
 * Why it failed; the file is as it was.
 */
trouble: ApiError | null, };

/**
 * The steps of an update, in their order.
 */
export type UpdateStep = "copying" | "proving" | "changing" | "failed";

/**
 * A person who signs in.
 */
export type UserId = string;

export type UserSave = { user_id: UserId, name: string, role: Role, active: boolean, };

export type UserSecretSet = { user_id: UserId, pin: string | null, password: string | null, };

/**
 * A person in the list of people.
 */
export type UserView = { user_id: UserId, name: string, role: Role, active: boolean, has_pin: boolean, has_password: boolean,
/**
 * Somebody else gave the secret; the person changes it at the next sign-in.
 */
must_change: boolean, second_factor: FactorState, recovery_codes_left: number, locked_until: Instant | null, last_sign_in: Instant | null, };

export type Uuid = string;

/**
 * A weight, once it is stable.
 */
export type WeightView = {
/**
 * Kilograms, tare taken off.
 */
weight: Quantity, stable: boolean, };

export type WireDirection = "out" | "in" | "note";

/**
 * One message on the wire, masked.
 */
export type WireLine = { at: Instant, direction: WireDirection, hex_head: string, name: string, summary: string, };

export type XReport = {
/**
 * None: the whole register.
 */
shift_no: number | null, };

export type ZList = {
/**
 * Below this number; None: from the newest.
 */
before: number | null, limit: number, };

export type ZRef = { z_number: number, };

/**
 * A Z in the list.
 */
export type ZRow = { z_number: number, day: Day, at: Instant, by: string, gross_minor: number, sale_count: number, over_short_minor: number, doubt_count: number, };

export interface Commands {
  access_review: { input: AccessReviewOf; output: AccessReview };
  access_review_file: { input: AccessReviewFile; output: PaperFileView };
  approval_grant: { input: ApprovalGrant; output: Approval };
  approvers: { input: ApproversFor; output: Array<SignInUser> };
  backup_destinations: { input: Nothing; output: BackupDestinations };
  backup_drill: { input: Nothing; output: BackupBegun };
  backup_list: { input: Nothing; output: BackupList };
  backup_make: { input: Nothing; output: BackupBegun };
  backup_place_test: { input: BackupPlaceSave; output: PlaceTried };
  backup_plan: { input: Nothing; output: BackupPlanView };
  backup_plan_save: { input: BackupPlanSave; output: BackupPlanView };
  backup_sftp_look: { input: SftpLook; output: SftpServer };
  backup_verify: { input: BackupRef; output: BackupBegun };
  cash_drop: { input: CashMove; output: ShiftView };
  cash_pay_in: { input: CashMove; output: ShiftView };
  cash_pay_out: { input: CashMove; output: ShiftView };
  category_list: { input: Nothing; output: Array<Category> };
  close_check: { input: Nothing; output: CloseCheck };
  customer_view: { input: Nothing; output: CustomerView };
  day_close: { input: ZRef; output: PeriodReport };
  day_report: { input: DayOf; output: DayReport };
  decommission: { input: Decommission; output: null };
  device_clear: { input: DeviceClear; output: DeviceRecord };
  device_inspect: { input: DeviceInspect; output: DeviceRecord };
  device_photo: { input: InspectionRef; output: InspectionPhoto };
  doubt_list: { input: Nothing; output: Array<DoubtView> };
  drawers: { input: Nothing; output: DrawersView };
  exchange_drop: { input: SaleRef; output: SaleView };
  exchange_start: { input: ExchangeStart; output: SaleView };
  import_begin: { input: ImportBegin; output: null };
  import_check: { input: ImportLook; output: ImportCheck };
  import_chunk: { input: ImportChunk; output: null };
  import_commit: { input: ImportCommit; output: ImportDone };
  inspection_policy: { input: Nothing; output: InspectionPolicy };
  inspection_policy_save: { input: InspectionPolicy; output: InspectionPolicy };
  inspections: { input: Nothing; output: Array<InspectionView> };
  journal_entry: { input: JournalOf; output: JournalEntryView };
  journal_export: { input: JournalExport; output: JournalFile };
  journal_search: { input: JournalSearch; output: JournalPage };
  journal_verify: { input: Nothing; output: JournalVerdict };
  key_list: { input: Nothing; output: KeyList };
  key_rotate: { input: KeyRotate; output: KeyList };
  limits_save: { input: LimitsSave; output: LimitTable };
  limits_view: { input: Nothing; output: LimitTable };
  no_sale: { input: NoSale; output: DrawersView };
  own_password_change: { input: OwnPasswordChange; output: Session };
  own_pin_change: { input: OwnPinChange; output: Session };
  paper: { input: PaperOf; output: PaperView };
  payment_ask: { input: AttemptRef; output: AttemptView };
  payment_cancel: { input: AttemptRef; output: null };
  payment_reverse: { input: PaymentReverse; output: AttemptView };
  payment_settle: { input: PaymentSettle; output: AttemptView };
  peripheral_pair: { input: PeripheralPair; output: PeripheralView };
  peripheral_probe: { input: PeripheralProbeAt; output: PeripheralProbe };
  peripheral_remove: { input: PeripheralRef; output: null };
  peripheral_save: { input: PeripheralSave; output: PeripheralView };
  peripheral_test: { input: PeripheralTestInput; output: PeripheralReading };
  peripherals: { input: Nothing; output: Array<PeripheralView> };
  picture: { input: Nothing; output: PictureView };
  picture_save: { input: PictureSave; output: null };
  posture: { input: Nothing; output: PostureView };
  posture_policy: { input: Nothing; output: PosturePolicy };
  posture_policy_save: { input: PosturePolicy; output: PosturePolicy };
  print: { input: Print; output: PrintJobView };
  print_again: { input: PrintJobRef; output: PrintJobView };
  print_give_up: { input: PrintJobRef; output: PrintJobView };
  print_jobs: { input: Nothing; output: Array<PrintJobView> };
  print_pdf: { input: PaperOf; output: PaperFileView };
  product_grid: { input: ProductGrid; output: Array<ProductTile> };
  product_search: { input: ProductSearch; output: Array<ProductTile> };
  receipt_reprint: { input: SaleRef; output: Receipt };
  receipt_view: { input: SaleRef; output: Receipt };
  recovery_codes_renew: { input: Nothing; output: RecoveryCodes };
  recovery_seen: { input: Nothing; output: null };
  register_device: { input: DeviceRef; output: DeviceDetail };
  register_edit: { input: RegisterEdit; output: DeviceRecord };
  register_list: { input: Nothing; output: Array<DeviceRecord> };
  restore_begin: { input: RestoreBegin; output: RestoreBegun };
  restore_look: { input: RestoreLook; output: RestoreView };
  restore_sources: { input: Nothing; output: Array<RestoreSourceView> };
  return_open: { input: SaleRef; output: SaleView };
  return_start: { input: ReturnStart; output: SaleView };
  role_table: { input: Nothing; output: RoleTable };
  sale_add: { input: SaleAdd; output: SaleView };
  sale_add_lines: { input: SaleAddLines; output: SaleView };
  sale_complete: { input: SaleRef; output: SaleView };
  sale_current: { input: Nothing; output: SaleView | null };
  sale_discount: { input: SaleDiscount; output: SaleView };
  sale_find: { input: SaleFind; output: SaleFound };
  sale_line_remove: { input: LineRef; output: SaleView };
  sale_line_restore: { input: LineRef; output: SaleView };
  sale_line_set: { input: SaleLineSet; output: SaleView };
  sale_note: { input: SaleNote; output: SaleView };
  sale_pay_card: { input: SalePayCard; output: SaleView };
  sale_pay_cash: { input: SalePayCash; output: SaleView };
  sale_recall: { input: SaleRef; output: SaleView };
  sale_scan: { input: SaleScan; output: SaleView };
  sale_suspend: { input: SaleSuspend; output: null };
  sale_suspended: { input: Nothing; output: Array<SaleRow> };
  sale_tender_remove: { input: SaleTenderRemove; output: SaleView };
  sale_view: { input: SaleRef; output: SaleView };
  sale_void: { input: SaleVoid; output: SaleView };
  second_factor_begin: { input: Nothing; output: SecondFactorOffer };
  second_factor_confirm: { input: SecondFactorConfirm; output: RecoveryCodes };
  second_factor_reset: { input: SecondFactorReset; output: UserView };
  session_current: { input: Nothing; output: Session | null };
  session_lock: { input: Nothing; output: null };
  session_sign_in: { input: SignIn; output: Session };
  session_sign_out: { input: Nothing; output: null };
  session_step_up: { input: StepUp; output: StepUpView };
  session_unlock: { input: SessionUnlock; output: Session };
  session_users: { input: Nothing; output: Array<SignInUser> };
  settings_save: { input: ShopSettings; output: ShopSettings };
  settings_view: { input: Nothing; output: ShopSettings };
  shift_close: { input: ShiftClose; output: ShiftView };
  shift_count: { input: ShiftCount; output: ShiftView };
  shift_open: { input: ShiftOpen; output: DrawersView };
  shift_report: { input: ShiftRef; output: ShiftView };
  shop_create: { input: ShopCreate; output: ShopCreated };
  shop_presets: { input: Nothing; output: ShopPresets };
  shop_restore: { input: ShopRestore; output: RestoreView };
  shop_restore_look: { input: RestoreLook; output: RestoreView };
  shop_restore_sources: { input: Nothing; output: Array<RestoreSourceView> };
  shop_status: { input: Nothing; output: ShopStatus };
  shop_unlock: { input: ShopUnlock; output: ShopStatus };
  sign_in_policy: { input: Nothing; output: SignInPolicy };
  sign_in_policy_save: { input: SignInPolicy; output: SignInPolicy };
  slot_add: { input: SlotAdd; output: SlotAdded };
  slot_remove: { input: SlotRemove; output: KeyList };
  slot_test: { input: SlotTest; output: KeyList };
  stock_adjust: { input: StockAdjust; output: Array<StockLevel> };
  terminal_choices: { input: Nothing; output: Array<TerminalView> };
  terminal_clear_alarm: { input: TerminalRef; output: TerminalView };
  terminal_close: { input: TerminalRef; output: TerminalFigure };
  terminal_discover: { input: Nothing; output: Array<FoundPort> };
  terminal_list: { input: Nothing; output: Array<TerminalView> };
  terminal_pair: { input: TerminalPair; output: TerminalView };
  terminal_probe: { input: TerminalProbe; output: ProbeView };
  terminal_test: { input: TerminalTry; output: TestReport };
  terminal_unpair: { input: TerminalUnpair; output: null };
  terminal_wire: { input: TerminalRef; output: Array<WireLine> };
  till_status: { input: Nothing; output: TillStatus };
  user_list: { input: Nothing; output: Array<UserView> };
  user_save: { input: UserSave; output: UserView };
  user_secret_set: { input: UserSecretSet; output: UserView };
  weigh: { input: Nothing; output: WeightView };
  x_report: { input: XReport; output: PeriodReport };
  z_report: { input: ZRef; output: PeriodReport };
  z_reports: { input: ZList; output: Array<ZRow> };
}

export type Command = keyof Commands;

/** Who may call a command: everybody, everybody signed in, or who has this permission. */
export const access: Record<Command, Permission | 'public' | 'signed_in'> = {
  access_review: 'access_review',
  access_review_file: 'access_review',
  approval_grant: 'signed_in',
  approvers: 'signed_in',
  backup_destinations: 'backup_run',
  backup_drill: 'backup_run',
  backup_list: 'backup_run',
  backup_make: 'backup_run',
  backup_place_test: 'backup_settings',
  backup_plan: 'backup_run',
  backup_plan_save: 'backup_settings',
  backup_sftp_look: 'backup_settings',
  backup_verify: 'backup_run',
  cash_drop: 'cash_drop',
  cash_pay_in: 'cash_pay_in',
  cash_pay_out: 'cash_pay_out',
  category_list: 'sale_ring',
  close_check: 'day_close',
  customer_view: 'public',
  day_close: 'day_close',
  day_report: 'day_report',
  decommission: 'decommission',
  device_clear: 'device_clear',
  device_inspect: 'device_inspect',
  device_photo: 'register_view',
  doubt_list: 'doubt_view',
  drawers: 'shift_open',
  exchange_drop: 'sale_ring',
  exchange_start: 'return_with_receipt',
  import_begin: 'catalogue_import',
  import_check: 'catalogue_import',
  import_chunk: 'catalogue_import',
  import_commit: 'catalogue_import',
  inspection_policy: 'register_view',
  inspection_policy_save: 'policy_edit',
  inspections: 'register_view',
  journal_entry: 'journal_search',
  journal_export: 'journal_export',
  journal_search: 'journal_search',
  journal_verify: 'journal_verify',
  key_list: 'key_view',
  key_rotate: 'key_change',
  limits_save: 'limits_edit',
  limits_view: 'settings_view',
  no_sale: 'no_sale',
  own_password_change: 'signed_in',
  own_pin_change: 'signed_in',
  paper: 'signed_in',
  payment_ask: 'doubt_ask',
  payment_cancel: 'pay_card',
  payment_reverse: 'pay_card',
  payment_settle: 'doubt_settle',
  peripheral_pair: 'peripheral_pair',
  peripheral_probe: 'peripheral_pair',
  peripheral_remove: 'peripheral_pair',
  peripheral_save: 'peripheral_pair',
  peripheral_test: 'peripheral_test',
  peripherals: 'peripheral_view',
  picture: 'public',
  picture_save: 'settings_edit',
  posture: 'posture_view',
  posture_policy: 'posture_view',
  posture_policy_save: 'policy_edit',
  print: 'signed_in',
  print_again: 'print_queue',
  print_give_up: 'print_queue',
  print_jobs: 'print_queue',
  print_pdf: 'signed_in',
  product_grid: 'sale_ring',
  product_search: 'sale_ring',
  receipt_reprint: 'receipt_reprint',
  receipt_view: 'sale_ring',
  recovery_codes_renew: 'signed_in',
  recovery_seen: 'signed_in',
  register_device: 'register_view',
  register_edit: 'device_inspect',
  register_list: 'register_view',
  restore_begin: 'backup_restore',
  restore_look: 'backup_restore',
  restore_sources: 'backup_restore',
  return_open: 'return_without_receipt',
  return_start: 'return_with_receipt',
  role_table: 'user_view',
  sale_add: 'sale_ring',
  sale_add_lines: 'sale_ring',
  sale_complete: 'pay_cash',
  sale_current: 'sale_ring',
  sale_discount: 'sale_ring',
  sale_find: 'sale_find',
  sale_line_remove: 'sale_ring',
  sale_line_restore: 'sale_ring',
  sale_line_set: 'sale_ring',
  sale_note: 'sale_ring',
  sale_pay_card: 'pay_card',
  sale_pay_cash: 'pay_cash',
  sale_recall: 'sale_ring',
  sale_scan: 'sale_ring',
  sale_suspend: 'sale_ring',
  sale_suspended: 'sale_ring',
  sale_tender_remove: 'pay_cash',
  sale_view: 'sale_find',
  sale_void: 'sale_ring',
  second_factor_begin: 'signed_in',
  second_factor_confirm: 'signed_in',
  second_factor_reset: 'user_edit',
  session_current: 'public',
  session_lock: 'signed_in',
  session_sign_in: 'public',
  session_sign_out: 'public',
  session_step_up: 'signed_in',
  session_unlock: 'public',
  session_users: 'public',
  settings_save: 'settings_edit',
  settings_view: 'settings_view',
  shift_close: 'shift_close',
  shift_count: 'shift_close',
  shift_open: 'shift_open',
  shift_report: 'shift_close',
  shop_create: 'public',
  shop_presets: 'public',
  shop_restore: 'public',
  shop_restore_look: 'public',
  shop_restore_sources: 'public',
  shop_status: 'public',
  shop_unlock: 'public',
  sign_in_policy: 'settings_view',
  sign_in_policy_save: 'policy_edit',
  slot_add: 'key_change',
  slot_remove: 'key_change',
  slot_test: 'key_change',
  stock_adjust: 'stock_adjust',
  terminal_choices: 'sale_ring',
  terminal_clear_alarm: 'terminal_clear_alarm',
  terminal_close: 'day_close',
  terminal_discover: 'terminal_pair',
  terminal_list: 'terminal_view',
  terminal_pair: 'terminal_pair',
  terminal_probe: 'terminal_pair',
  terminal_test: 'terminal_test',
  terminal_unpair: 'terminal_pair',
  terminal_wire: 'terminal_test',
  till_status: 'public',
  user_list: 'user_view',
  user_save: 'user_edit',
  user_secret_set: 'user_edit',
  weigh: 'sale_ring',
  x_report: 'x_report',
  z_report: 'z_view',
  z_reports: 'z_view',
};
