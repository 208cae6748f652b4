# The words of Countertop in English. The screens and the receipts use the same file.
# Keys are grouped by screen; a key that one file has and the other has not fails a test.
# Amounts, dates and quantities arrive as formatted text.

### Everywhere

product-name = Countertop
act-ok = OK
act-close = Close
act-cancel = Cancel
act-back = Back
act-continue = Continue
act-save = Save
act-undo = Undo
act-retry = Try again
act-delete = Delete
act-clear = Clear
act-done = Done
act-search = Search
act-more = More
act-print = Print
act-remove = Remove
numpad-point = Decimal point
numpad-back = Delete the last digit
pin-entered = { $count ->
    [one] 1 digit entered
   *[other] { $count } digits entered
}
pin-enter = Enter
combobox-none = Nothing found
month-before = Month before
month-after = Month after
hotkey-keys = All keys
hotkey-lock = Lock the till
hotkey-scanner = The scanner works wherever you are; it never has to be clicked into a field first.

### Frame: status bar, navigation, who

nav-rooms = Rooms
nav-group-till = Till
nav-group-books = Books
nav-group-shop = Shop
nav-group-technician = Technician
shop-kind = { $kind ->
    [demo] Demo shop
    [training] Training: no real money
   *[other] Test shop
}
status-online = Online
status-offline = Offline
status-network-none = No network needed
status-unreachable = Till not reachable
status-alarm = Terminal alarm
status-doubts = { $count } in doubt · { $amount }
file-full = The disk is full.
file-full-text = No money moved. Open sales can still be paid in cash; new sales and card payments wait for room. Free some space on this computer: it goes on by itself.
file-full-sale = The disk is full. Sales that are open can be finished; a new one begins when there is room again.
file-full-card = There is no room to keep the answer, so no card is asked. Cash goes on.
file-failed = A write to the disk failed.
file-failed-text = No money moved that is not written. The file is opened and checked again by itself, every few seconds. If this stays, look at the disk and its cable.
file-failed-sale = The file is opened and checked again. A sale can be begun as soon as it is well.
file-failed-card = The answer could not be kept, so no card is asked. It goes on by itself.
file-changed = The shop’s file is not what its journal says
file-changed-text = An older part of it was put back, or it was changed. Restore a backup; the manager finds it under Safety.
file-changed-sale = Nothing new is sold until the file is restored from a backup.
file-changed-card = No card is asked until the file is restored from a backup.
file-read_only = The disk takes no writes.
file-read_only-text = No money moved. Take the write protection off, or mount the disk for writing: it goes on by itself.
file-read_only-sale = Nothing can be written now. A sale can be begun as soon as the disk takes writes again.
file-read_only-card = The answer could not be kept, so no card is asked. It goes on by itself.
file-no-sale = No new sale now
file-no-card = No card payments now
recovered-title = The till had stopped without warning
recovered-text = It was not closed in order: the power went, or the program ended. What was written is whole.
recovered-journal = Journal checked, up to the entry of { $time }
recovered-sales = { $count ->
    [0] No sale was open
    [one] One open sale is back as it was
   *[other] { $count } open sales are back as they were
}
recovered-doubts = { $count ->
    [one] One card payment is in doubt: it is asked for by itself
   *[other] { $count } card payments are in doubt: they are asked for by themselves
}
recovered-scans = After a power loss the scans of the last quarter of a second may be missing. If a customer stands at the till, compare the goods with the sale.
recovered-look = See the doubts
recovered-seen = Seen, go on
status-doubts-ended = { $count } settled
status-queue = { $count } waiting · { $amount }
status-terminal-none = No terminal
status-terminal = { $link ->
    [ready] Terminal ready
    [busy] Terminal busy
    [connecting] Terminal connecting
    [away] Terminal away
    [held] Terminal held
    [other_terminal] Other terminal found
   *[alarmed] Terminal blocked
}
status-terminals-ready = { $count } terminals ready
status-one-terminal = { $link ->
    [connecting] { $name }: connecting
    [away] { $name }: away
    [held] { $name }: held
    [other_terminal] { $name }: other terminal found
   *[alarmed] { $name }: blocked
}
who-looks = Language and look
who-language = Language
who-theme = Appearance
who-size = Size of the keys
who-sign-out = Sign out
theme-system = Auto
theme-light = Light
theme-dark = Dark
role-cashier = Cashier
role-supervisor = Supervisor
role-manager = Manager
role-technician = Technician
role-auditor = Auditor

### Approval by a second person

approval-title = Approval needed
approval-why = Someone who may allow this confirms it here by PIN, password or code. It counts once, for exactly this.
approval-who = Who approves?
approval-nobody = Nobody else here may approve this.
approval-grant = Approve

### Errors: what happened, whether money moved, what to do next

error-computer-unsafe = This computer may not take cards: its check list has an item that blocks. No money moved. Take cash, and have the list looked at.
error-device-differs = What answers there now is not what was expected: { $reason }. Look at the device before you go on. Nothing was changed.
error-device-inspection-due = Nobody has inspected { $device } for too long. No money moved. Inspect it, or use another terminal.
error-device-locked = { $device } is locked until a technician and a manager have cleared it together. No money moved. Take cash or use another terminal.
error-device-unknown = There is no such device in the register.
error-other = Something went wrong ({ $code }). Nothing was changed. Try again, or note the code for support.
error-host-unreachable = The till program does not answer. Nothing is lost: what was written is on disk. Wait a moment, or restart Countertop.
error-amount-out-of-range = This amount is too large or too small. Nothing was changed.
error-approval-invalid = This approval does not fit any more. Ask for it again.
error-approval-needed = Someone else has to approve this.
error-approval-withheld = Not approved; nothing was changed.
error-attempt-not-running = This payment is no longer running.
error-attempt-running = A card payment is still running for this sale. Wait for it or cancel it on the terminal.
error-attempt-unknown = It is not yet known whether the card was charged. Until that is settled this sale cannot be charged again.
error-backup-broken = This backup is damaged, incomplete or was not written by this shop ({ $reason }). Take another one. Nothing was changed.
error-by-check = { $check }: { $reason }
error-backup-busy = A backup is being made or proved just now. Wait until it is done, then try again.
error-backup-missing = There is no such backup any more. Nothing was changed.
error-backup-unavailable = Backups cannot be made here. Nothing was changed.
error-host-key-changed = The server shows another key than the one that was confirmed. Nothing was sent to it. Ask its owner before you confirm the new key.
error-place-unreachable = This place cannot be reached ({ $reason }). Nothing was changed.
error-restore-stale = What you looked at is not at hand any more. Look at the backup again.
error-second-other-role = It takes a manager and a technician. Ask somebody with the other role.
error-barcode-check-digit = The code { $code } was misread: its check digit is wrong. Scan it again.
error-barcode-unreadable = The code { $code } could not be read. Scan it again, or find the product by name.
error-cash-below-due = The cash given is less than what is due.
error-clock-behind = The clock of this computer is behind. Codes cannot be checked before it is right: set it, or use a recovery code. Cash and PINs go on.
error-command-unknown = This window is older or newer than the till program. Restart Countertop.
error-credentials-wrong = Wrong. { $tries_left ->
    [one] One try is left.
   *[other] { $tries_left } tries are left.
}
error-device-failed = The device reported a fault. No money moved. Look at the device, then try again.
error-discount-out-of-range = The discount must be more than nothing and not more than the price.
error-disk-full = The disk is full. Nothing was written and no money moved. Free some space, then try again.
error-field-invalid = Something in the form is not right. Look at the marked field.
error-file-damaged = The shop's file is damaged. Stop selling on this till and call a technician; do not delete anything.
error-file-locked = Another program is using the shop's file. Close it, then try again.
error-file-rolled-back = The shop's file is older than what this till has already written. Call a technician before you sell.
error-file-too-new = The shop's file was written by a newer Countertop. Update this till.
error-file-unwritable = The shop's file cannot be written. No money moved. Check the disk, then try again.
error-import-not-found = This import is no longer there. Choose the file again.
error-import-refused = Nothing was imported, because some rows must not go in. Correct them and try again.
error-input-invalid = The till program did not understand this. Nothing was changed.
error-internal = Something went wrong inside. Nothing was changed. Try again; if it stays, note the code below for support.
error-key-unavailable = The key to the shop's file could not be read. Enter the passphrase or the recovery phrase.
error-key-wrong = This does not open the file. Check the spelling and try again.
error-last-manager = This is the last manager; someone has to keep the keys to the shop.
error-line-not-found = This line is no longer in the sale.
error-locked-out = Too many tries. Wait { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
} or let a manager sign in.
error-not-allowed = Your role may not do this.
error-not-found = It is not there any more.
error-nothing-to-pay = There is nothing to pay.
error-other-terminal = Another terminal answers at this place than the one that was paired. It is blocked until a technician pairs it.
error-password-rule = The password is too weak.
error-peripheral-missing = This device is not paired any more.
error-peripheral-paired = { $device } is already paired at this place.
error-peripheral-unreachable = The device does not answer. Check its power and cable, then try again.
error-pin-rule = This PIN is too short or too simple.
error-price-out-of-range = This price is too high or not a price.
error-printer-missing = There is no printer for this. Pair one, or look at the paper on the screen.
error-product-unknown = No product has the code { $code }. Search for it by name.
error-quantity-not-whole = This product is sold in whole pieces.
error-quantity-out-of-range = This quantity is too large or not above zero.
error-refund-tender-mismatch = Money goes back the way it came. Choose the way of paying of the first sale.
error-request-reused = This was already done once in another form. Look at the sale before you repeat it.
error-return-more-than-bought = More is coming back than was bought.
error-sale-empty = The sale has no lines yet.
error-sale-has-payment = Something is already paid on this sale. Take the payment back first.
error-sale-not-found = This sale was not found.
error-sale-not-open = This sale is no longer open; nothing was changed.
error-scale-fault = The scale gives no weight. Clear it, lay the goods on it, and weigh again.
error-scale-missing = No scale is paired. Type the weight.
error-second-factor-needed = Set up your second factor first. Until then nothing else opens.
error-secret-change-needed = Somebody else knows your PIN or password. Change it first.
error-session-ended = Your session has ended. Sign in again; the sale is kept.
error-session-locked = The till is locked. Unlock it, then do it again.
error-session-needed = Sign in first.
error-shift-has-payment = Part of a sale is already paid in cash from this drawer: { $sale }. Finish that sale or give the cash back, then do it again.
error-shift-missing = This drawer is not open any more; nothing was changed.
error-shift-needed = Cash needs an open drawer. Open it with its float; cards can be taken without.
error-shift-not-counted = Cash moved since this drawer was counted. Count it again, then close it.
error-shift-open-already = This drawer is already open.
error-shifts-open = These drawers are still open: { $drawers }. Count and close them, then close the day.
error-shop-exists = There is already a shop on this till.
error-shop-locked = The shop's file is locked. Open it first.
error-shop-missing = There is no shop on this till yet.
error-simulator-refused = This device is a simulator. A real shop does not pair it.
error-step-up-needed = Show who you are once more: this act is a sensitive one. Nothing was changed.
error-slip-mismatch = { $reason ->
    [other_terminal] The slip names another terminal.
    [out_of_range] The receipt number on the slip is none from 1 to 9999.
    [says_otherwise] The slip says otherwise.
    [earlier_payment] The slip is of an earlier payment.
    [other_amount] The slip is of another amount.
    [other_payment] Another payment of this till has the slip’s number already.
    [missing] The slip’s receipt number is missing.
   *[other] The slip does not fit this payment.
} Nothing was changed.
error-tax-class-unknown = This tax class does not exist.
error-terminal-alarmed = This terminal is blocked until a technician has looked at it. No money moved. Take cash or use another terminal.
error-terminal-busy = The terminal is busy. No money moved. Wait until it is free, then try again.
error-terminal-held = This terminal still holds a payment that is not settled. Take cash or use another terminal.
error-terminal-missing = No card terminal is paired with this till. Take cash, or ask a technician.
error-terminal-paired = This terminal is already paired.
error-terminal-unreachable = The terminal does not answer. No money moved. Check its power and cable, then try again.
error-too-many-calls = Too many requests at once. Nothing was done. Wait a moment, then try again.
error-try-later = Too many wrong tries. Try again in { $seconds } seconds.
error-update-waits = The backup before the update could not be made ({ $reason }). The update waits, and the file is as it was. Make room on the disk, then try again.
error-user-unknown = This person is not known here any more.
error-z-number-ahead = The day with this number is not open yet. Look at the closing screen again.

### What a permission allows

permission-sale-ring = Ring a sale
permission-pay-cash = Take cash
permission-pay-card = Take a card payment
permission-sale-discount = Give a discount
permission-price-override = Change a price
permission-sale-void = Void a sale
permission-return-with-receipt = Return with receipt
permission-return-without-receipt = Return without receipt
permission-sale-find = Find sales
permission-receipt-reprint = Print a receipt again
permission-day-report = Read the day's report
permission-doubt-view = See money in doubt
permission-doubt-ask = Ask about money in doubt
permission-doubt-settle = Settle money in doubt against a slip
permission-payment-reverse = Reverse a card payment
permission-terminal-view = See terminals
permission-terminal-pair = Pair a terminal
permission-terminal-test = Test a terminal
permission-terminal-clear-alarm = Clear a terminal's alarm
permission-user-view = See people
permission-user-edit = Change people
permission-settings-view = See settings
permission-settings-edit = Change settings
permission-catalogue-import = Import products
permission-stock-adjust = Adjust stock
permission-journal-verify = Check the journal
permission-shift-open = Open a drawer
permission-shift-close = Count and close a drawer
permission-shift-close-other = Close another person’s drawer
permission-drawer-expected-view = See what a drawer should hold
permission-cash-pay-in = Pay cash in
permission-cash-pay-out = Pay cash out
permission-cash-drop = Take cash to the safe
permission-no-sale = Open the drawer without a sale
permission-over-short = Close a drawer that is over or short
permission-x-report = Read an X report
permission-day-close = Close the day (Z)
permission-z-view = Read Z reports
permission-limits-edit = Change the limits
permission-print-queue = See and repeat prints
permission-peripheral-view = See printers, scales and displays
permission-peripheral-pair = Pair printers, scales and displays
permission-peripheral-test = Test printers, scales and displays
permission-key-view = See keys and slots
permission-key-change = Change keys and slots
permission-backup-run = Make and prove backups
permission-backup-restore = Restore a backup
permission-backup-settings = Change backup rules
permission-register-view = See the device register
permission-device-inspect = Inspect a device
permission-device-clear = Unlock a tampered device
permission-posture-view = See this computer’s safety
permission-policy-edit = Change security rules
permission-access-review = Review who may do what
permission-journal-search = Search the journal
permission-journal-export = Export the journal, signed
permission-decommission = Take the till out of service
permission-second-factor-witness = Witness the reset of a second factor

### Sign-in and lock

sign-in-title = Sign in
sign-in-who = Who are you?
sign-in-pin = PIN
sign-in-password = Password
sign-in-use-pin = Use the PIN
sign-in-use-password = Use the password
sign-in-enter = Sign in
sign-in-pin-of = PIN of { $name }
sign-in-demo = Demo shop: these people exist to look around.
sign-in-demo-pin = PIN { $pin }
sign-in-demo-password = Password { $password }
sign-in-nobody = Nobody can sign in here yet.
lock-title = Locked
lock-unlock = Unlock
lock-sale-kept = The sale is kept as it is.
lock-other = Someone else
sign-in-code-hint = Not set up yet? Leave it empty.
factor-use-pin = Use the PIN
factor-use-password = Use the password
factor-use-code = Use the code from the phone
factor-use-recovery = Use a recovery code
factor-title = Second factor
factor-state-not-needed = not set up; not asked for
factor-state-missing = not set up yet
factor-state-enrolled = set up on a phone

must-title = One thing first
must-change-password-head = Choose a password of your own
must-change-password-text = Somebody else gave you the one you used. From now on only you know it.
must-change-pin-head = Choose a PIN of your own
must-change-pin-text = Somebody else gave you the one you used. From now on only you know it.
must-enrol-second-factor-head = Set up your second factor
must-enrol-second-factor-text = From now on you sign in with your password and a code that your phone makes. It works without a network.
must-codes-head = Keep these recovery codes
must-codes-text = When the phone is lost, one of these signs you in. They are shown this one time; each counts once.
enrol-app = Open the authenticator app on your phone. Any one will do.
enrol-scan = Add an account and scan this:
enrol-qr = QR code for the authenticator app
enrol-type = Cannot scan? Type this key:
enrol-confirm = Type the six digits that the app now shows.
enrol-go = Confirm
codes-of = Recovery codes of { $name }, { $shop }
codes-print-note = Each code counts once, in place of the code from the phone. Keep this where nobody else looks.
codes-file-name = recovery-codes.txt
codes-keep = Not on the same phone, not at the till.
codes-save = Save as a file
codes-kept = I have kept them
codes-title = Recovery codes
codes-left = { $count ->
    [0] none left
    [one] one left
   *[other] { $count } left
}
account-title = Your account
account-head-password = Change the password
account-head-pin = Your PIN
account-head-factor = Set up the second factor
account-head-codes = New recovery codes
account-change-password = Change the password
account-change-pin = Change the PIN
account-changed-password = Your password is changed
account-changed-pin = Your PIN is set
account-password-now = Password in use
account-password-hint = Your PIN, if you have no password yet.
account-pin-now = PIN in use
account-new-phone = Use another phone
account-enrol = Set it up
account-renew = Make new ones
account-factor-text = The phone that makes your codes now stops counting when the new one is confirmed.

### Sell

sell-title = Sell
sell-find = Scan, or type a name or code
sell-find-label = Find products
sell-favourites = Favourites
sell-categories = Categories
sell-sale = Sale
sell-return = Return
sell-return-act = Return
sell-new-sale = New sale
sell-lines = { $lines ->
    [one] 1 line
   *[other] { $lines } lines
} · { $items ->
    [one] 1 item
   *[other] { $items } items
}
sell-empty = Scan the first product
sell-empty-text = Or choose it on the left. The sale begins by itself.
sell-none-found = Nothing found for “{ $text }”
sell-none-found-text = Try fewer letters, or scan the code.
sell-favourites-empty = No favourites yet
sell-favourites-empty-text = Scan, search or choose a category above.
sell-category-empty = No products here yet
sell-savings = Savings
sell-tax-included = Tax included
sell-tax-added = Tax
sell-to-pay = To pay
sell-to-refund = To give back
sell-pay = Pay
sell-refund = Pay back
sell-suspend = Suspend
sell-suspended = Suspended
sell-suspended-count = Suspended · { $count }
sell-discount = Discount
sell-void = Void
sell-each = { $price } each
sell-per-kg = kg × { $price }
sell-list-price = was { $price }
sell-discount-off = { $what } off · { $amount }
sell-approved-by = approved by { $name }
sell-line-quantity = Quantity
sell-line-price = Price
sell-line-discount = Discount
sell-line-note = Note
sell-line-remove = Remove the line
sell-line-less = One less
sell-line-more = One more
sell-line-removed = { $name } removed
sell-stock-only = only { $stock }
sell-open-price = Price on entry
sell-quantity-title = Quantity of { $name }
sell-quantity-next = Quantity for the next product
sell-quantity-next-pill = Next: { $quantity } ×
sell-weight-title = Weight of { $name }
sell-weight-unit = kg
sell-unit-kg = /kg
sell-price-title = Price of { $name }
sell-price-unit = Price each
sell-price-kg = Price a kilogram
sell-price-catalogue = Catalogue price { $price }
sell-note-title = Note on { $name }
sell-note = Note for the receipt
sell-discount-line = Discount on { $name }
sell-discount-sale = Discount on the whole sale
sell-discount-percent = Percent
sell-discount-amount = Amount
sell-discount-none = No discount
sell-discount-left = Then to pay
sell-set = Set
sell-suspend-title = Suspend this sale
sell-suspend-label = A word to find it again (a name, a table)
sell-suspend-done = Suspended
sell-recall-title = Suspended sales
sell-recall-none = No suspended sales
sell-recall-none-text = A sale you suspend waits here, also over a restart.
sell-recall-row = { $lines ->
    [one] 1 line
   *[other] { $lines } lines
} · { $name } · { $time }
sell-recall-busy = Suspend or finish the sale you have open first.
sell-void-title = Void this sale?
sell-void-reason = Why?
sell-void-customer-left = Customer left
sell-void-wrong = Rung by mistake
sell-void-no-money = Customer cannot pay
sell-void-text = The sale is kept and stays visible in the books; nothing is paid.
sell-voided = Sale voided
sell-return-now = Return: scan what comes back
sell-return-sheet = Return or exchange
sell-return-scan = Scan the receipt, or choose the sale
sell-return-find = Receipt number, amount or product
sell-return-all = All sales
weigh-stable = Stable
weigh-moving = Still moving
weigh-empty = Nothing on the scale
weigh-asking = Asking the scale …
weigh-take = Take this weight
weigh-type = Type the weight
sell-waits = This sale waits for the terminal’s word.
sell-waits-text = { $name } has not said whether the card was charged; it is asked again by itself. Sell on: if it was paid the sale is finished by itself, else take it up again.
sell-waits-on = Sell on
sell-waits-look = Look and ask
sell-finishing = Approved.
sell-finishing-text = { $name } is finishing; the rest can be paid in a moment.
sell-hotkey-pay = Pay
sell-hotkey-cash = Pay exact cash
sell-hotkey-find = Find a product
sell-hotkey-quantity = Quantity
sell-hotkey-price = Change the price
sell-hotkey-line-up = Line above
sell-hotkey-line-down = Line below
sell-hotkey-more = One more of this line
sell-hotkey-less = One less of this line
sell-hotkey-remove = Remove the line

### Pay

pay-title = Pay
pay-way = How is it paid?
pay-cash = Cash
pay-card = Card
pay-due = To pay
pay-due-rest = Still to pay
pay-back = To give back
pay-rounded = Rounded for cash
pay-given = Given
pay-change = Change
pay-missing = Still missing
pay-paid = Paid
pay-sale = Sale
pay-items = { $items ->
    [one] 1 item
   *[other] { $items } items
}
pay-on-disk = Written to disk { $time }. If the power fails, this sale comes back as it is.
pay-exact = Exact
pay-cash-done = Done
pay-cash-shut = No drawer is open yet. Done asks for the float first.
pay-cash-part = Take { $amount }, rest another way
pay-cash-back = Give { $amount } back
pay-card-amount = Amount on the card
pay-card-send = Charge { $amount }
pay-card-refund = Refund { $amount } to the card
pay-card-terminal = Terminal
pay-card-title = Card on the terminal
pay-card-refund-title = Refund on the terminal
pay-card-locked = { $count ->
    [one] { $names } is locked and takes no payment.
   *[other] { $names } are locked and take no payment.
}
pay-card-locked-text = Take cash, or use another terminal. A technician and a manager unlock it together.
pay-card-goes-on = {" "}{ $count ->
    [one] { $names } goes on.
   *[other] { $names } go on.
}
pay-card-none = No terminal can take a card now
pay-card-none-text = Cash goes on. A technician can pair or mend the terminal.
pay-other = Another way
pay-cancel = Cancel on the terminal
pay-cancelling = Cancelling …
pay-split = Part of it
pay-tender-remove = Take back { $amount }
pay-tender-card = Card
pay-tender-cash = Cash
pay-tender-wallet = Wallet
pay-tender-voucher = Voucher
pay-tender-exchange = Exchange
pay-say-sending = Sending the amount to the terminal
pay-say-card = Insert, tap or swipe
pay-say-card-text = The terminal shows { $amount }
pay-say-refund = Present the same card
pay-say-read = Card read
pay-say-read-text = The customer follows the terminal.
pay-say-bank = The bank is asked
pay-say-bank-text = Leave the card where it is.
pay-say-answered = The bank has answered
pay-say-asking = Asking the terminal what became of it
pay-say-paid = Paid
pay-say-paid-text = { $card } · written to disk { $time }
pay-say-refunded = Paid back
pay-say-declined = Declined, nothing was taken
pay-say-cancelled = Cancelled, nothing was taken
pay-decline-33 = There is not enough money on the account.
pay-decline-36 = The card has expired.
pay-decline-37 = The PIN was wrong.
pay-decline-64 = The card could not be read.
pay-decline-78 = The card has expired.
pay-decline-c3 = The amount is above what this terminal may take.
pay-decline-cc = The terminal's printer is not ready.
pay-decline-f0 = The terminal wants its end of day first.
pay-decline-still_busy = The terminal stayed busy with something else.
pay-decline-withdrawn = It was taken back before the terminal began.
pay-decline-not_connected = The terminal is not connected.
pay-decline-not_sent = The request never left the till.
pay-decline-bad_amount = The terminal cannot take this amount.
pay-decline-closed = The terminal was let go before it began.
pay-say-declined-text = Try again, another card, or cash.
pay-say-declined-code = Answer { $code }. Try again, another card, or cash.
pay-say-reversed = Reversed, nothing was taken
pay-say-not-paid = Settled: nothing was taken
pay-say-unknown = Was this card charged?
pay-say-unknown-text = The terminal has not answered. This sale cannot be charged again until it is known. Leave it waiting and serve the next customer: cash and other terminals go on.
pay-ask = Ask the terminal now
pay-asked = Asked { $count ->
    [one] once
   *[other] { $count } times
}
pay-leave = Leave the sale waiting
pay-again = Try the card again
pay-step-written = Payment written to disk
pay-step-sending = Amount goes to the terminal
pay-step-storing = Answer is written to disk
pay-step-accepted = Terminal has the amount
pay-step-card-awaited = Waiting for the card
pay-step-card-read = Card read
pay-step-authorising = The bank is asked
pay-step-answered = Bank has answered
pay-step-stored = Answer written to disk
pay-step-asking = Asking the terminal again
pay-step-ending = Terminal is finishing
pay-say-finishing = Approved
pay-say-finishing-text = It is on disk. The terminal is finishing the order; the rest can be paid in a moment.
pay-say-taking-back = Taking the payment back
pay-say-taking-back-text = { $amount } goes back to the card. Wait for the terminal.
pay-card-reversal-title = Card payment taken back
pay-reversal-go-on = Go on
pay-tender-reverse = Take { $amount } back to the card
pay-tender-reverse-text = The terminal gives the money back to the card. Until it has said so, this sale waits.
pay-tender-reverse-act = Take it back
pay-left = { $seconds } s left
pay-free = Nothing to pay
pay-free-complete = Complete the sale

### Drawer, count, X, the end of the day

status-drawer = { $drawer } · since { $time }
status-drawer-counted = { $drawer } · counted
status-drawer-none = No drawer open
status-drawer-not-yours = Your drawer is not open
drawer-title = Drawer
drawer-name = Drawer { $number }
drawer-which = Which drawer
drawer-state-open = open since { $time }
drawer-state-counted = counted { $time }
drawer-state-closed = closed { $time }
drawer-to-sell = Back to the sale
drawer-open = Open the drawer
drawer-open-title = Open the drawer
drawer-open-text = Count the float that goes in. It comes out of the safe.
drawer-open-waiting = Cash needs an open drawer. Say what is in it, and the payment goes on at once.
drawer-open-go-on = Open and go on
drawer-float = Float
drawer-usual = as usual
drawer-no-float = empty
drawer-none = No drawer is open
drawer-none-text = Cash cannot be rung without one. Cards can.
drawer-yours-closed = Your own drawer is not open yet.
drawer-inside = In the drawer
drawer-expected = Expected
drawer-blind = You count blind: what is expected is told after the count.
drawer-unknown = What is expected is told after the count.
drawer-cash-sales = Cash sales
drawer-cash-returns = Paid back in cash
drawer-no-sales = Opened without a sale
drawer-count-close = Count and close
drawer-go-on-close = Go on to close
drawer-moves = Moved in this shift
drawer-moves-none = Nothing was put in, paid out or dropped yet.
drawer-by-approved = { $name }, approved by { $approver }
drawer-slip = Slip
drawer-slip-of = Slip: { $reason }
drawer-act-paid_in = Paid in
drawer-act-paid_in-text = Cash into the drawer
drawer-act-paid_out = Paid out
drawer-act-paid_out-text = Cash for something bought
drawer-act-drop = Drop
drawer-act-drop-text = Cash into the safe
drawer-act-no_sale = No sale
drawer-act-no_sale-text = Open without a sale
drawer-say-amount = How much?
drawer-say-why = Choose why
drawer-go-paid_in = Pay in { $amount }
drawer-go-paid_out = Pay out { $amount }
drawer-go-drop = Drop { $amount }
drawer-done-paid_in = { $amount } paid in
drawer-done-paid_out = { $amount } paid out
drawer-done-drop = { $amount } dropped into the safe
drawer-done-no-sale = Drawer opened
drawer-no-sale-why = Why is it opened? It is written down.
drawer-kick = Open
drawer-why = Why
drawer-why-other = Another reason
drawer-why-change = More change
drawer-why-forgotten = Float was too small
drawer-why-found = Cash found
drawer-why-supplies = Supplies for the shop
drawer-why-delivery = Delivery paid in cash
drawer-why-cleaning = Cleaning
drawer-why-post = Postage
drawer-why-too-much = Too much in the drawer
drawer-why-bank = For the bank
drawer-why-handover = Handed over
drawer-why-give-change = Give change
drawer-why-wrong-change = Change was wrong
drawer-why-look = Look into the drawer
drawer-difference-even = Exact
drawer-difference-over = { $amount } over
drawer-difference-short = { $amount } short
count-title = Count the drawer
count-notes = Notes
count-coins = Coins
count-row = { $unit }: { $count }, { $amount }
count-next = Next row
count-before = Row above
count-total = Counted so far
count-so-far = Difference so far
count-blind = Blind count: what is expected is told once it is submitted.
count-submit = Submit the count
count-locks = A submitted count stays in the books. Counting again is a second count.
count-told-even = Drawer and books agree.
count-told-over = There is more in the drawer than the books say.
count-told-short = There is less in the drawer than the books say.
count-counted = Counted
count-times = { $count ->
    [one] Counted once
   *[other] Counted { $count } times
}
count-was-blind = blind
count-note = Note for the books
count-to-safe = Closing puts the counted cash into the safe. A large difference asks a second person.
count-again = Count again
count-close = Close the drawer
count-closed = { $drawer } is closed
count-closed-text = into the safe
count-slip = Count slip
print-queued = Sent to the printer
x-title = X report
x-sub = What is running, not closed
x-of = Of what
x-of-register = Whole till
x-of-shift = Shift { $number } only
x-made = Made { $time } · will be Z { $number }
x-again = Read again
z-title = Z reports
z-number = Z { $number }
z-closed = Closed { $time } · { $name }
z-none = No day was closed yet
z-none-text = Each Z stands here from then on and never changes.
z-doubts = { $count } in doubt
period-what = What
period-count = How many
period-amount = Amount
period-sales = Sales
period-returns = Returns
period-gross = Turnover with tax
period-net = Turnover without tax
period-tax = Tax
period-turnover = Turnover
period-tenders = Ways of paying
period-tenders-none = Nothing was paid yet
period-taken = Taken
period-paid-back = Paid back
period-rest = Rest
period-taxes = Tax by class
period-cash = Cash beside the sales
period-rounding = Cash rounding
period-over-short = Over or short
period-acts = Acts
period-discounts = Discounts
period-price-overrides = Prices changed
period-struck-lines = Lines removed
period-voided-sales = Sales voided
period-returns-without-receipt = Returns without receipt
period-no-sales = Opened without a sale
period-reprints = Copies printed
period-carried = Carried over
period-carried-none = Nothing is carried over
period-doubt = { $act ->
    [refund] Refund in doubt
    [reversal] Cancellation in doubt
   *[charge] In doubt
}: { $name }, { $time }
period-suspended = { $count ->
    [one] 1 suspended sale
   *[other] { $count } suspended sales
}
period-shifts = Drawers
period-shift = Drawer
period-shift-from-to = Shift { $number } · { $from } – { $to }
period-shift-open = open
period-approvals = Asked and approved
period-approved = { $asked } asked, { $approved } approved
period-accounts = All accounts
period-accounts-text = Every posting of the period by account; they come to zero.
period-grand-total = Turnover since the shop was opened
period-entries = Journal entries
period-head = Journal head
entry-sale-completed = Sale or return
entry-sale-voided = Sale voided
entry-cash-moved = Cash moved
entry-drawer-opened = Opened without a sale
entry-shift-closed = Drawer closed
entry-receipt-reprinted = Copy printed
entry-attempt-moved = Card payment
entry-attempt-sent = Card payment
account-drawer-cash = Cash in drawers
account-safe = Safe
account-card-clearing = Cards, to be received
account-wallet-clearing = Wallets, to be received
account-voucher-liability = Vouchers
account-tendered = Paid on sales not finished
account-exchange = Exchange
account-sales = Sales, tax class
account-tax-payable = Tax payable, class
account-rounding = Cash rounding
account-over-short = Over or short
account-gift-card-liability = Gift cards
account-paid-in = Paid in
account-paid-out = Paid out
terminal-totals-of = Totals of { $name }
terminal-card = Card
terminal-ours = Ours
terminal-theirs = Terminal
terminal-difference = Difference
terminal-same = same
terminal-sum = Total
terminal-agrees = agrees
terminal-differs = Totals differ
terminal-differs-count = another count
terminal-no-totals = told no totals
terminal-not-yet = not yet
terminal-open = No end of day yet
terminal-batch = End of day { $number }
terminal-agreed-at = Agrees · { $time }
terminal-done-at = Done { $time }
close-title = Close the day
close-step-done = done
close-step-open = may stay open
close-step-look = look at it
close-step-must = has to be done first
close-drawers = Drawers
close-drawers-done = Every drawer is counted and closed.
close-drawers-open = { $count ->
    [one] One drawer has to be counted and closed first.
   *[other] { $count } drawers have to be counted and closed first.
}
close-terminals = Terminals
close-terminals-none = No terminal is paired.
close-terminals-open = { $count ->
    [one] One terminal has not made its end of day. The day can be closed without it.
   *[other] { $count } terminals have not made their end of day. The day can be closed without them.
}
close-terminals-done = Every terminal has told its totals.
close-terminals-differ = A terminal’s totals differ from ours. Look at the marked rows.
close-terminals-all = All of them
close-terminal-ask = End of day
close-terminal-asking = The terminal settles with the bank. This may take a minute.
close-terminal-doubt = It still holds a payment in doubt; its end of day waits until that is known.
close-carried = Carried over
close-carried-text = Stops nothing. Each stands by name in the Z and goes on tomorrow.
close-z-text = From the next sale on, a new day runs. A Z cannot be undone.
close-z-terminal = The Z waits for the terminal.
close-z-wait = The Z waits for the drawers.
close-day = Close the day
close-sure = Close { $day }?
close-sure-text = This makes Z { $number }. It covers everything since the last one and cannot be undone.
close-sure-act = Close the day
close-done = Z { $number } is written
close-done-text = The next sale begins a new day.
close-to-archive = All Z reports
close-last = The last Z was made { $time }.

### Limits

limits-title = Limits
limits-sub = How far each role may go alone
limits-measure-share = a share of the price
limits-measure-amount = an amount
limits-measure-whole = each time
limits-rule-allow = Alone
limits-rule-limit = Alone up to
limits-rule-approval = With approval
limits-rule-deny = Never
limits-most = Limit for { $name }
limits-usual = usual: { $rule }
limits-changed = Not saved yet
limits-unsaved = { $count ->
    [one] One limit is not saved yet
   *[other] { $count } limits are not saved yet
}
limits-saved = Limits saved; they hold from now on
limits-note = “Alone up to”: above it, a second person with the right enters a PIN on the spot. Managers have no limits.
limits-fault-needed = How far?
limits-fault-share = A share from 0 to 100 percent.
limits-fault-amount = Not an amount.

### What the terminal says meanwhile (ZVT intermediate status)

zvt-busy = The terminal is still busy with something else
zvt-abort-sent = Cancelling on the terminal
zvt-abort-refused = Too late to cancel; the terminal goes on
zvt-status-00 = Customer confirms the amount on the terminal
zvt-status-01 = Customer follows the terminal
zvt-status-02 = Customer follows the terminal
zvt-status-03 = Not accepted
zvt-status-04 = The bank is asked
zvt-status-05 = The terminal takes an earlier payment back
zvt-status-06 = The terminal sends earlier bookings
zvt-status-07 = This card is not admitted
zvt-status-08 = This card is unknown
zvt-status-09 = This card has expired
zvt-status-0a = Insert the card
zvt-status-0b = Remove the card
zvt-status-0c = The card could not be read
zvt-status-0d = The terminal could not finish
zvt-status-0e = One moment
zvt-status-0f = The terminal closes its day by itself
zvt-status-10 = This card is not valid
zvt-status-12 = The terminal reports a fault
zvt-status-13 = Payment is not possible
zvt-status-14 = The credit is too low
zvt-status-15 = Wrong PIN
zvt-status-16 = The limit is too low
zvt-status-17 = One moment
zvt-status-18 = Too many wrong PINs
zvt-status-19 = The card data are not right
zvt-status-1a = The terminal is being serviced
zvt-status-1b = Approved
zvt-status-1c = Approved
zvt-status-1d = Declined
zvt-status-c8 = The terminal waits for the till
zvt-status-c9 = The terminal checks itself
zvt-status-d2 = The terminal is connecting
zvt-status-d3 = The terminal is connected
zvt-status-e0 = Customer chooses an application on the terminal
zvt-status-f1 = Offline
zvt-status-f2 = Online
zvt-status-f3 = Offline
zvt-status-41 = Customer follows the terminal; remove the card
zvt-status-42 = Customer follows the terminal; remove the card
zvt-status-43 = Not accepted; remove the card
zvt-status-44 = The bank is asked; remove the card
zvt-status-45 = The terminal takes an earlier payment back; remove the card
zvt-status-46 = The terminal sends earlier bookings; remove the card
zvt-status-47 = This card is not admitted; remove the card
zvt-status-48 = This card is unknown; remove the card
zvt-status-49 = This card has expired; remove the card
zvt-status-4c = The card could not be read; remove the card
zvt-status-4d = The terminal could not finish; remove the card
zvt-status-4e = One moment; remove the card
zvt-status-50 = This card is not valid; remove the card
zvt-status-52 = The terminal reports a fault; remove the card
zvt-status-53 = Payment is not possible; remove the card
zvt-status-54 = The credit is too low; remove the card
zvt-status-55 = Wrong PIN; remove the card
zvt-status-56 = The limit is too low; remove the card
zvt-status-57 = One moment; remove the card
zvt-status-58 = Too many wrong PINs; remove the card
zvt-status-59 = The card data are not right; remove the card
zvt-status-5b = Approved; remove the card
zvt-status-5c = Approved; remove the card
zvt-status-5d = Declined; remove the card

### Receipt

receipt-title = Receipt
receipt-done-change = Change
receipt-done-paid = Paid
receipt-done-refund = Paid back
receipt-number = Receipt { $number }
receipt-next = Next customer
receipt-next-hint = Or just scan the first product.
receipt-print = Print again
receipt-print-first = Print the receipt
receipt-which = Which receipt
receipt-of = Receipt { $number }
### Printing

print-queue = Printing
print-queue-none = Nothing waits for paper
print-queue-no-printer = No printer is paired. Everything can be seen on the screen and saved as PDF.
print-queue-done = Done lately
print-pdf = PDF
print-copy = copy
print-copy-done = Printed, marked as a copy
print-again = Try again
print-on = Print on { $name }
print-give-up = Do not print it
print-what-receipt = Receipt
print-what-gift = Gift receipt
print-what-merchant_slip = Slip to sign
print-what-x = X report
print-what-z = Z report
print-what-count = Count of a drawer
print-what-cash_slip = Cash slip
print-what-test_page = Test page
print-state-queued = Waiting for the printer
print-state-sending = Printing …
print-state-done = Printed
print-state-troubled = Not printed
print-state-given_up = Not printed, given up
print-trouble-paper_out = Not printed: the paper is out. Put a new roll in, then try again.
print-trouble-cover_open = Not printed: the printer’s cover is open. Close it, then try again.
print-trouble-offline = Not printed: the printer does not answer. Is it on, is its cable in?
print-trouble-link_lost = The connection broke while printing. Look whether it came out; the next one is marked as a copy.
print-trouble-fault = Not printed: the printer reports a fault. Look at its cutter and its lamp.
print-trouble-no_printer = Not printed: no printer is paired.
print-trouble-interrupted = Printing broke off in the middle. Look whether it came out; the next one is marked as a copy.
print-status-troubled = { $count ->
    [one] 1 paper not printed
   *[other] { $count } papers not printed
}
print-status-waiting = { $count ->
    [one] 1 waits for paper
   *[other] { $count } wait for paper
}
print-status-printer = { $health ->
    [paper_out] Paper out
    [paper_low] Paper low
    [cover_open] Printer open
    [fault] Printer fault
   *[other] Printer away
}

### The customer’s screen

customer-open = Customer’s screen
customer-title = Customer’s screen
customer-welcome = Welcome
customer-total = Total
customer-savings = You save
customer-back = You get back
customer-line-back = brought back
customer-change = Your change
customer-paid = Paid
customer-paid-back = Paid back to you
customer-thanks = Thank you, goodbye

### Receipt on paper: written in Rust, not by a screen

receipt-paper-demo = Demo — not a receipt
receipt-paper-training = Training — not a receipt
receipt-paper-test = Test — not a receipt
receipt-paper-unpaid = Not paid yet — not a receipt
receipt-paper-voided = Voided — not a receipt
receipt-paper-copy = COPY
receipt-paper-return = RETURN
receipt-paper-original = For receipt { $number }
receipt-paper-number = Receipt
receipt-paper-date = Date
receipt-paper-register = Till
receipt-paper-cashier = Served by
receipt-paper-each = { $quantity } × { $price }
receipt-paper-kg = { $quantity } kg × { $price }/kg
receipt-paper-list-price = instead of { $price }
receipt-paper-discount = Discount
receipt-paper-discount-percent = Discount { $percent }
receipt-paper-subtotal = Subtotal
receipt-paper-net = Net
receipt-paper-total = Total
receipt-paper-rounding = Cash rounding
receipt-paper-rounded = Rounded total
receipt-paper-cash = Cash
receipt-paper-card = Card
receipt-paper-wallet = Mobile wallet
receipt-paper-voucher = Voucher
receipt-paper-exchange = Exchange
receipt-paper-back = Paid back: { $tender }
receipt-paper-change = Change
receipt-paper-saved = You saved { $amount }
receipt-paper-tax-parts = net { $net } + tax { $tax }
receipt-paper-card-number = Card
receipt-paper-card-terminal = Terminal
receipt-paper-card-receipt = Terminal receipt
receipt-paper-card-trace = Trace
receipt-paper-card-auth = Authorisation
receipt-paper-exchange-mark = EXCHANGE
receipt-paper-brought-back = Brought back
receipt-paper-taken-instead = Taken instead
receipt-paper-even = Nothing to pay
receipt-paper-to-pay = To pay
receipt-paper-to-pay-back = To pay back
receipt-paper-gift = GIFT RECEIPT
receipt-paper-gift-kg = { $quantity } kg
receipt-paper-gift-each = × { $quantity }
receipt-paper-gift-text = To exchange it, bring this receipt.

### Slips and reports on paper: written in Rust, not by a screen

slip-demo = Demo — not for the books
slip-training = Training — not for the books
slip-test = Test — not for the books
slip-copy = COPY
slip-x = X report
slip-x-text = Running figures. Nothing is closed; the next Z is { $number }.
slip-z = Z report { $number }
slip-day = Business day
slip-made = Made
slip-closed = Closed
slip-closed-by = Closed by
slip-opened = Opened
slip-opened-by = Opened by
slip-at = Time
slip-by = By
slip-approved-by = Approved by
slip-approved = { $asked }, approved by { $approved }
slip-entry = Journal entry
slip-receipt = Receipt
slip-times-of = { $name } ({ $count })
slip-sales = Sales
slip-returns = Returns
slip-gross = Turnover with tax
slip-net = Turnover without tax
slip-tax = Tax
slip-taxes = Tax by class
slip-tax-parts = net { $net } + tax { $tax }
slip-tenders = Ways of paying
slip-cash = Cash
slip-card = Card
slip-wallet = Mobile wallet
slip-voucher = Voucher
slip-exchange = Exchange
slip-taken = taken { $count }: { $amount }
slip-paid-back = paid back { $count }: { $amount }
slip-terminal = Cards · { $name }
slip-batch = End of day { $number }
slip-no-batch = No end of day yet
slip-theirs = terminal { $count }: { $amount }
slip-same = same
slip-differs = differs by { $amount }
slip-ours-together = Ours together
slip-theirs-together = Terminal together
slip-agrees = The totals agree
slip-agrees-not = THE TOTALS DIFFER
slip-drawer-shift = Drawer { $drawer } · shift { $number }
slip-drawer = Drawer
slip-shift = Shift
slip-holder = Belongs to
slip-float = Float
slip-cash-sales = Cash sales
slip-cash-returns = Paid back in cash
slip-paid-in = Paid in
slip-paid-out = Paid out
slip-drop = Drop into the safe
slip-no-sale = Opened without a sale
slip-no-sales = Opened without a sale
slip-expected = Should be in it
slip-not-told = What should be in it is told after the count
slip-counted = Counted
slip-not-counted = Not counted
slip-over = Over
slip-short = Short
slip-exact = Exact
slip-acts = Acts
slip-discounts = Discounts
slip-price-overrides = Prices changed
slip-struck-lines = Lines removed
slip-reprints = Copies printed
slip-voided-sales = Sales voided
slip-returns-without-receipt = Returns without receipt
slip-rounding = Cash rounding
slip-approvals = Asked and approved
slip-carried = Carried over
slip-doubt = { $act ->
    [refund] Refund in doubt
    [reversal] Cancellation in doubt
   *[charge] In doubt
}: { $name }
slip-no-doubts = No payment in doubt
slip-suspended = Suspended sales
slip-accounts = All accounts
slip-grand-total = Turnover since the shop was opened
slip-entries = Journal entries
slip-head = Journal head
slip-count = Count
slip-counted-by = Counted by
slip-seen-by = Seen by
slip-times = Times counted
slip-blind = Counted blind
slip-coins = { $count } × { $unit }
slip-amount = Amount
slip-reason = Reason
slip-signature = Signature
slip-received-by = Received by
slip-merchant = Merchant’s copy
slip-customer-signature = Signature of the cardholder
slip-card-number = Card
slip-card-terminal = Terminal
slip-card-receipt = Terminal receipt
slip-card-trace = Trace
slip-card-auth = Authorisation
slip-test-page = Printer test
slip-printer = Printer
slip-columns = Columns
slip-characters = Characters
slip-test-width = The row of figures above fills one line from edge to edge.
slip-test-strong = Strong letters
slip-test-large = Large
slip-test-long = A long name is broken between its words and keeps its amount
slip-test-detail = set in below its line
slip-test-end = If all of it can be read and both codes scan, the printer is set up.
slip-drill = Restore drill
slip-drill-backup = Backup of
slip-drill-entry = Last entry in it
slip-drill-held = Held
slip-drill-by = Asked by
slip-drill-own-folder = The shop’s own folder
slip-drill-good = Restored and whole
slip-drill-bad = Could not be restored
slip-drill-since = Entries since then, lost in a loss now
slip-drill-doubts = Payments that would be asked again
slip-drill-took = Took
slip-drill-seconds = { $seconds } s
slip-drill-seal = Sum and seal
slip-drill-opens = Opens with its key
slip-drill-cipher = Every page
slip-drill-integrity = Tables and indexes
slip-drill-chain = Journal, entry by entry
slip-drill-projections = Counted again
slip-drill-rows = Rows

### Back office, first run, doubts, readers (one section a screen)

## Shared by these screens
undo-all = Undo
elapsed-s = { $seconds } s
rule-password-length = At least 12 characters
rule-password-letter-digit = A letter and a digit
rule-password-own = More than names and common words
rule-pin-digits = 6 to 8 digits
rule-pin-not-simple = No run, no repeat, no year
rule-met = met
rule-not-met = not yet
secret-show = Show
secret-hide = Hide

## First run
first-run-title = Open a shop
first-run-of = Step { $step } of { $count }
first-run-step-welcome = Language
first-run-step-shop = The shop
first-run-step-money = Currency and tax
first-run-step-manager = First manager
first-run-step-key = The key
first-run-step-phrase = Recovery phrase
first-run-back = Back
first-run-next = Go on
first-run-create = Make the shop
first-run-fault-needed = Needed.
first-run-fault-rate = A rate from 0 to 99.9999, such as 19 or 5.5.
first-run-fault-tax-none = At least one tax class. One with 0 % is fine.
first-run-fault-password = Not all rules are met yet.
first-run-fault-not-same = The two are not the same.
first-run-fault-pin = Not all rules are met yet.

first-run-welcome-head = Good day. Which language?
first-run-welcome-text = It can be changed at any time, also in the middle of a sale.
first-run-welcome-note = There is no shop on this computer yet. Making one takes about three minutes. You need a pen and paper at the end.

first-run-shop-head = What is the shop called?
first-run-shop-text = This stands at the top of each receipt.
first-run-shop-name = Name of the shop
first-run-shop-address = Address
first-run-shop-address-hint = As on the receipt, one line each.
first-run-shop-register = Name of this till
first-run-shop-register-value = Till 1
first-run-shop-register-hint = When a second till comes, people can tell them apart.
first-run-kind = What is it for?
first-run-kind-real = Real sales
first-run-kind-real-text = Takes real money. Refuses simulated card terminals.
first-run-kind-training = Training
first-run-kind-training-text = To learn and try. Every receipt says so. It never becomes a real shop.

first-run-money-head = Which money, which tax?
first-run-money-text = The country fills in the rest. Change what differs for you.
first-run-country = Country
first-run-country-choose = Choose a country
first-run-currency = Currency
first-run-currency-fixed = The currency cannot be changed later.
first-run-prices = The prices you type
first-run-prices-with = include tax
first-run-prices-without = are without tax
first-run-tax-classes = Tax classes
first-run-tax-name = Name
first-run-tax-rate = Rate
first-run-tax-add = Add a class
first-run-tax-remove = Remove { $name }
first-run-tax-remove-new = Remove this class
first-run-tax-rounding = Tax is rounded
first-run-rounding-per-line = on each line
first-run-rounding-per-document = once a receipt
first-run-cash-rounding = Cash totals are rounded
first-run-cash-exact = not at all
first-run-cash-to = to { $amount }

first-run-manager-head = Who runs the shop?
first-run-manager-text = The first manager. Others are added afterwards.
first-run-manager-name = Your name
first-run-manager-password = Password
first-run-manager-again = Password again
first-run-manager-pin = PIN
first-run-manager-pin-hint = Quicker than the password, at this till only.
first-run-manager-optional = optional

first-run-key-head = Who opens the file after a restart?
first-run-key-text = All sales are kept in one encrypted file. Its key has to be kept somewhere.
first-run-key-keychain = This computer’s keychain
first-run-key-keychain-text = Opens by itself when you are signed in to the computer. Whoever can sign in to this account can start the till.
first-run-key-keychain-best = Best for most shops
first-run-key-passphrase = A passphrase
first-run-key-passphrase-text = Asked at every start. Without it, only the recovery phrase opens the till.
first-run-key-file = A file on this computer
first-run-key-file-text = Starts without asking. Protects nothing if the computer is stolen: key and lock are in the same place. For tills that must start alone.
first-run-passphrase = Passphrase
first-run-passphrase-again = Passphrase again
first-run-key-note = Whatever you choose, you also get a recovery phrase on paper.

first-run-creating-head = Making your shop
first-run-creating-text = Keys are drawn, the encrypted file is made and its first entry written. On a slow computer this takes up to half a minute.
first-run-creating-failed = The shop was not made
first-run-creating-keychain = The keychain of this computer does not answer. Choose a passphrase or a key file, or start the keychain’s service and try again.
first-run-creating-nothing = Nothing was kept. You can change the answers and try again.
first-run-creating-change = Change the answers

first-run-phrase-head = Write these { $count } words down
first-run-phrase-text = They open your books when all else is lost: the computer, the keychain, the passphrase. They are shown this one time and kept nowhere.
first-run-phrase-keep = On paper, not as a photo. Not in the shop.
first-run-phrase-print = Print
first-run-phrase-print-title = Recovery phrase of { $name }
first-run-phrase-print-note = Whoever has these words can open the books of this shop. Keep this paper away from the shop.
first-run-phrase-word = Word { $number }: { $word }
first-run-phrase-written = I have written them down
first-run-confirm-head = Two words, to be sure
first-run-confirm-text = Type them from your paper.
first-run-confirm-word = Word { $number }
first-run-confirm-wrong = This is not word { $number }. Look at your paper, or see the words again.
first-run-confirm-see = See the words again
first-run-confirm-go = Check
first-run-done-head = { $name } is open
first-run-done-text = Sign in as { $manager }. Then pair the card terminal under Card terminals and bring your products in under Import.
first-run-done-training = This is a training shop. Nothing here is real money.
first-run-done-go = Sign in
first-run-factor-later = You have been signed out in the meantime. Sign in with your password; the second factor is set up there.
first-run-step-factor = Second factor
first-run-done-open = Go to the till
first-run-done-text-open = You are signed in as { $manager }. Pair the card terminal under Devices and bring your products in under Import.

## Unlock
unlock-head = This shop is locked
unlock-why-keychain_locked = The keychain of this computer is locked, so the key is out of reach. Unlock the keychain and try again, or use the recovery phrase.
unlock-why-chip_unavailable = The security chip that keeps the key is not there or does not answer. The recovery phrase opens the shop.
unlock-why-chip_other = The key was sealed by the security chip of another computer. That happens when the file was copied here. The recovery phrase opens the shop.
unlock-why-chip_cleared = The security chip of this computer was cleared, and the key with it. The recovery phrase opens the shop; afterwards, add a new slot.
unlock-why-keychain_empty = The keychain of this computer has no key for this shop. That happens when the file came from another computer or the keychain was reset. The recovery phrase opens it.
unlock-why-being_restored = A backup takes the place of the books just now. This takes a moment.
unlock-why-update_waits = This program is newer than the shop's file. Before it changes the file it makes a backup and proves it; that has not worked yet. The file is as it was.
unlock-why-updating = A newer program changes the shop's file just now.
unlock-update-head = Your books are moving to the new version
unlock-update-text = This program is newer than the shop's file. A backup is made and proved before the file is changed. A large shop takes some minutes; the till opens by itself when it is done.
unlock-update-step-copying = Backup of the books as they are
unlock-update-step-proving = Backup restored for a trial and checked
unlock-update-step-changing = File changed to the new version
unlock-update-safe = Please leave the till switched on. If the power fails, nothing is lost: it begins again at the next start.
unlock-update-waits = The update waits
unlock-update-trouble-disk_full = There is not enough room on the disk: { $needed } are needed, { $room } are free. Make room, then try again.
unlock-update-trouble-place_unreachable = The backup could not be written into the shop's folder ({ $reason }). Look whether the folder can be written, then try again.
unlock-update-trouble-backup_broken = The backup was made but did not pass its proof ({ $reason }). Try again; if it stays, ask your support before anything else is changed.
unlock-why-keychain_unavailable = The keychain of this computer does not answer. Start its service and try again, or use the recovery phrase.
unlock-why-passphrase_needed = This shop opens with its passphrase at every start.
unlock-why-none = The key of this shop is out of reach.
unlock-safe = Your books are safe. Nothing is lost and no new key was made.
unlock-with-passphrase = Passphrase
unlock-with-phrase = Recovery phrase
unlock-phrase-hint = The { $total } words in their order, with spaces between.
unlock-phrase-count = { $count } of { $total } words
unlock-phrase-lost = Without the passphrase and without the recovery phrase, nobody can open this file.
unlock-go = Open the shop
unlock-try = Try the keychain again
unlock-try-again = Try again
unlock-working = Opening takes a few seconds on purpose: it makes guessing slow.
unlock-still = The keychain does not open it yet.

## Sales
sales-title = Sales
sales-find = Number, amount, product or person
sales-card-end = Card ends in
sales-amount = Amount
sales-day-any = Any day
sales-day-clear = Any day
sales-state = State
sales-state-all = All
sales-state-open = Open
sales-state-suspended = Suspended
sales-state-tendering = Being paid
sales-state-completed = Completed
sales-state-voided = Voided
sales-kind-return = Return
sales-kind-sale = Sale
sales-none-head = No sale found
sales-none-text = Nothing fits these words, this day and this state.
sales-none-clear = Show all
sales-empty-head = No sale yet
sales-empty-text = Each sale stands here from its first line on, also when it is voided.
sales-no-number = No number
sales-pick-head = Choose a sale
sales-pick-text = Its lines, how it was paid and when each step reached the disk.
sales-lines = { $count ->
    [one] { $count } line
   *[other] { $count } lines
}
sales-by = { $time } · { $name }
sales-return = Return goods
sales-return-nothing = Everything of this sale came back already
sales-no-receipt = Return without receipt
sales-original = Return of { $number }
sales-line-returned = { $count } came back
sales-line-voided = voided
sales-line-approved = approved by { $name }
sales-line-each = { $price } each
sales-line-kg = kg × { $price }
sales-total = Total
sales-net = Net
sales-savings = Savings
sales-tax = { $name } { $rate } %
sales-tax-included = of which { $tax }
sales-rounding = Rounding
sales-tenders = How it was paid
sales-refunds = How it was paid back
sales-tender-cash = Cash
sales-tender-card = Card
sales-tender-wallet = Wallet
sales-tender-voucher = Voucher
sales-tender-exchange = Exchange
sales-given = Given
sales-change = Change
sales-slip = Card slip
sales-slip-receipt = Receipt
sales-slip-trace = Trace
sales-slip-terminal = Terminal
sales-slip-auth = Authorisation
sales-attempts = Card payments tried
sales-attempt-sent = running
sales-doubt = in doubt
sales-attempt-approved = approved
sales-attempt-captured = taken
sales-attempt-declined = declined
sales-attempt-unknown = not known
sales-attempt-resolved_paid = was paid
sales-attempt-resolved_not_paid = was not paid
sales-attempt-reversed = reversed
sales-journal = In the books
sales-journal-opened = Opened
sales-journal-completed = Completed
sales-journal-written = Written to disk
sales-journal-cashier = Cashier
sales-go-on = Go on with it
sales-return-title = Return goods of { $number }
sales-return-text = Choose what comes back. Prices and discounts are those of the sale.
sales-return-left = { $count } left
sales-return-none-left = came back already
sales-return-all = Everything
sales-return-nothing-chosen = None
sales-return-less = One less of { $name }
sales-return-more = One more of { $name }
sales-return-quantity = Quantity of { $name } that comes back
sales-return-fault-not_a_number = Not a number
sales-return-fault-more_than_left = Only { $count } left
sales-return-fault-whole_only = Whole pieces only
sales-return-about = To pay back, about
sales-return-how = Paid back the way it was paid
sales-return-how-part = { $kind }, up to { $amount }
sales-return-go = Go on to pay back
sales-return-cancel = Leave
sales-return-pick = Choose at least one line
sales-return-write-off = Write off
sales-return-write-off-of = Write { $name } off instead of putting it back on the shelf
sales-return-scan-other = This article is not on the receipt
sales-return-scan-none-left = Nothing of this article is left to come back
exchange-start = Exchange
exchange-of = Brought back of { $number }
exchange-back = Goods brought back
exchange-drop = Take the goods brought back off again
exchange-now = Ring what is taken instead
exchange-credit = Brought back
exchange-even = Even
exchange-complete = Complete
exchange-no-receipt = No sale has the number { $number }

## The day
day-title = Day at a glance
day-prev = Day before
day-next = Day after
day-today = Today
day-pick = Choose a day
day-net = Net sales
day-sales = Sales
day-average = Average
day-returns = Returns
day-gross = { $amount } with tax
day-items = { $count ->
    [one] 1 item
   *[other] { $shown } items
}
day-returns-count = { $count ->
    [0] none
    [one] { $count } return
   *[other] { $count } returns
}
day-up = up
day-down = down
day-same = the same
day-last-weekday = last { $weekday }
day-on-last = on { $day }
day-on-last-by = on { $day }, up to { $time }
day-no-last = Nothing to compare with a week ago
day-by-hour = Net sales by hour
day-by-hour-last = dashed: { $day }
day-hour = { $from } – { $to }
day-hour-count = { $count ->
    [one] { $count } sale
   *[other] { $count } sales
}
day-hour-last = { $amount } a week ago
day-hour-table = Net sales by hour, as a table
day-by-tender = How it was paid
day-by-cashier = Who sold
day-by-tax = Tax
day-by-tax-net = Net
day-by-tax-tax = Tax
day-by-tax-gross = With tax
day-top = Best sellers
day-doubt = { $count ->
    [one] { $count } payment in doubt, { $amount }
   *[other] { $count } payments in doubt, { $amount }
}
day-doubt-text = Not in these numbers until it is known whether they were paid.
day-doubt-look = Look
day-empty-today = Nothing sold yet today
day-empty = Nothing sold on this day
day-empty-text = The numbers appear with the first completed sale.
day-empty-last = A week ago, { $day } made { $amount }.

## Devices
readers-link-connecting = connecting
readers-link-ready = ready
readers-link-busy = at work
readers-link-away = away
readers-link-other_terminal = other device
readers-link-alarmed = alarm, locked
readers-link-held = in doubt
readers-say-connecting = Countertop is calling it.
readers-say-busy = A payment or a test is running on it.
readers-say-away = It does not answer. Check power and cable; Countertop connects again by itself.
readers-say-other_terminal = The device on this port is not the one that was paired here. No payment goes to it. Connect the right one, or pair this one.
readers-say-alarmed = It sent a card number in clear. The number was masked and not kept. It takes no new payment until a technician has looked.
readers-say-locked = The register has locked it. It takes no payment until a technician and a manager have cleared it together; see below.
readers-say-held = Its memory is the evidence for a payment in doubt, so no new payment goes to it. Other terminals and cash go on.
readers-look-doubt = See the payment
readers-simulator = Simulator
readers-clear = I have looked, unlock it
readers-clear-ask = Unlock { $name }?
readers-clear-text = Only after the terminal’s settings were checked. Your name goes into the journal.
readers-clear-go = Unlock
readers-cleared = Unlocked
readers-again = Pair it again
readers-fact-tid = Terminal number
readers-fact-serial = Serial number
readers-fact-model = Model
readers-fact-software = Software
readers-fact-driver = Protocol
readers-fact-address = Connected to
readers-fact-paired = Paired
readers-fact-seen = Last seen
readers-fact-answers = Answers in
readers-fact-unknown = not told
readers-ms = { $ms } ms
readers-never = never
readers-tests = Tests
readers-test-status = Status
readers-test-diagnosis = Diagnosis
readers-test-end_of_day = End of day
readers-test-running = { $test } is running …
readers-test-running-text = The terminal may show messages of its own meanwhile.
readers-test-ok = { $test }: in order
readers-test-failed = { $test }: failed
readers-test-took = { $seconds } s
readers-test-code = Code { $code }
readers-test-eod-ask = Run the end of day?
readers-test-eod-text = The terminal settles all its payments with the bank and starts a new batch. Reversals of today’s payments are not possible afterwards.
readers-test-eod-go = Run the end of day
readers-wire = On the wire
readers-wire-none = No message yet. Run a test to see one.
readers-wire-follow = Go to the newest
readers-unpair = Unpair
readers-unpair-ask = Unpair { $name }?
readers-unpair-text = The till stops using it. Past payments stay in the books. It can be paired again.
readers-unpaired = Unpaired

pair-title = Pair a terminal
pair-network = On the network
pair-network-text = The terminal shows its address in its menu.
pair-host = Address
pair-host-hint = Such as 192.168.0.40
pair-port = Port
pair-cable = On a cable
pair-looking = Looking at the ports …
pair-look-again = Look again
pair-no-port = No port found. Plug the cable in and look again.
pair-port-paired = paired
pair-port-unknown = Unknown device
pair-likely-terminal = probably a card terminal
pair-likely-reader = probably a card reader
pair-likely-scanner = probably a scanner
pair-likely-printer = probably a printer
pair-likely-scale = probably a scale
pair-usb = USB { $vendor }:{ $product }
pair-serial-no = No. { $serial }
pair-path = Another port
pair-path-hint = Such as /dev/ttyUSB0 or COM3
pair-baud = Speed
pair-password = Terminal password
pair-password-hint = Six digits, only if yours was changed. Most come with 000000.
pair-ask = Ask who is there
pair-asking = Asking { $address } …
pair-asking-text = A terminal answers within a few seconds. It says who it is; nothing is changed on it.
pair-found = This one answered
pair-found-ms = after { $ms } ms
pair-compare = Compare the number with the label on the device.
pair-simulator = It says it is a simulator
pair-simulator-real = A real shop takes no simulator.
pair-simulator-ok = Good for demo and training.
pair-name = Name on this till
pair-name-value = Terminal { $number }
pair-go = Pair
pair-pairing = Registering the till at the terminal …
pair-done = { $name } is paired
pair-back = Back
pair-nobody = Nobody answered there
pair-nobody-text = Is it on, is the cable in, is the address right, and is no other till using it?
pair-fault-host = An address or a name, without spaces.
pair-fault-port = A number from 1 to 65535.
pair-fault-path = The path or name of a port.
pair-fault-password = Six digits.
devices-title = Devices
devices-pair = Pair a device
devices-none-head = Nothing is connected yet
devices-none-text = Connect a card terminal, printer, scale, display or scanner, then pair it. Until then the till takes cash, and receipts are on the screen.
devices-none-of = None paired
device-kinds = { $kind ->
    [terminal] Card terminals
    [printer] Printers
    [scale] Scales
    [display] Displays
   *[other] Scanners
}
device-kind-terminal = Card terminal
device-kind-printer = Receipt printer
device-kind-scale = Scale
device-kind-display = Pole display
device-kind-scanner = Serial scanner
device-kind-terminal-text = Takes cards and pays by itself.
device-kind-printer-text = Receipts and reports; opens the drawer on its cable.
device-kind-scale-text = Weighs loose goods at the till.
device-kind-display-text = Two rows for the customer.
device-kind-scanner-text = Only for scanners on a serial cable. Those that type like a keyboard need no pairing.
device-pair-title = { $kind ->
    [printer] Pair a printer
    [scale] Pair a scale
    [display] Pair a display
   *[other] Pair a scanner
}
device-network-printer = The printer shows its address on its self-test page.
device-network-scale = For a scale behind a network adapter.
device-network-display = For a display behind a network adapter.
device-network-scanner = For a scanner behind a network adapter.
device-driver = It speaks
device-driver-escpos = ESC/POS
device-driver-toledo8217 = Toledo 8217
device-driver-cas = CAS
device-driver-cd5220 = CD5220
device-driver-epson_display = ESC/POS
device-driver-scanner = Plain text
device-nobody-text = Is it on, is the cable in, are address and speed right, and is nothing else using it?
device-open = The port is open
device-mute-display = A display never answers. Pair it, then send it a test message.
device-mute-scanner = A scanner only speaks when it reads. Pair it, then scan something.
device-health-connecting = connecting
device-health-ready = ready
device-health-paper_low = paper low
device-health-paper_out = paper out
device-health-cover_open = cover open
device-health-fault = fault
device-health-away = away
device-say-connecting = Countertop is calling it.
device-say-paper_low = The roll is near its end. Have a new one at hand.
device-say-paper_out = The paper is out. Put a new roll in; what waits is printed then.
device-say-cover_open = The cover is open. Close it; what waits is printed then.
device-say-fault = It reports a fault. For a printer look at the cutter and the lamp, then switch it off and on.
device-say-away = It does not answer. Check power and cable; Countertop connects again by itself.
device-say-scale-away = The scale does not answer. Weights can be typed; Countertop connects again by itself.
device-say-printer-away = The printer does not answer. Receipts wait, and are on the screen; Countertop connects again by itself.
device-fact-reading = Last reading
device-fact-drawer = Drawer
device-fact-waiting = Waiting
device-drawer-open = open
device-drawer-shut = shut
device-options = Settings of the device
device-saved = Saved
device-columns = Paper
device-columns-48 = 80 mm, 48 characters
device-columns-42 = 80 mm, 42 characters
device-columns-32 = 58 mm, 32 characters
device-encoding = Characters
device-encoding-hint = If letters come out wrong, try another.
device-encoding-pc858 = Western with euro (PC858)
device-encoding-wpc1252 = Western (Windows 1252)
device-encoding-gb18030 = Chinese (GB18030)
device-cutter = Cuts the paper by itself
device-drawer-pin = Drawer on it
device-drawer-pin-none = no drawer
device-drawer-pin-0 = connector pin 2 (usual)
device-drawer-pin-1 = connector pin 5
device-drawer-no = Number of the drawer
device-drawer-no-hint = The drawer that this printer opens.
device-drawer-inverted = Its switch says “open” when it is shut: turn the meaning round
device-suffix = A code ends with
device-suffix-hint = As set in the scanner.
device-suffix-cr = CR (Enter)
device-suffix-lf = LF
device-suffix-crlf = CR LF
device-suffix-tab = Tab
device-tare = Usual packaging
device-tare-hint = Taken off each weight.
device-test-page = Test page
device-test-kick = Open the drawer
device-test-weigh = Weigh
device-test-zero = Set to zero
device-test-message = Test message
device-test-scan = Scan something
device-test-stop = Stop weighing
device-test-failed = Failed
device-tested-page = Test page printed
device-tested-kick = Drawer opened
device-tested-weigh = Weighed
device-tested-zero = Set to zero
device-tested-message = Message sent; is it on the display?
device-tested-scan = Read
device-testing-page = The test page is being printed …
device-testing-kick = The drawer opens …
device-testing-weigh = Put something on the scale …
device-testing-zero = Take everything off the scale …
device-testing-message = The message is being sent …
device-testing-scan = Scan any code now …
device-unpair-text = The till stops using it. It can be paired again.

## Money in doubt
doubts-title = Money in doubt
doubts-none-head = No money in doubt
doubts-none-text = Every card payment has its answer on disk. When one does not come, it waits here with the evidence.
doubts-question = Was this card charged?
doubts-question-refund = Was this card paid back?
doubts-line-sale = Sale { $number }
doubts-line-no-number = Sale without number yet
doubts-line-card = card { $pan }
doubts-line-sent = sent { $time }
doubts-line-terminal = on { $name }
doubts-step-accepted = Terminal accepted the amount
doubts-step-card_awaited = Terminal waited for the card
doubts-step-card_read = Card was read
doubts-step-authorising = The bank was asked
doubts-lost = No answer came back
doubts-lost-link-lost = The connection broke before an answer came
doubts-lost-link-errors = The line was disturbed; the request was never confirmed
doubts-lost-no-answer = The terminal never answered the request
doubts-lost-no-result = The terminal took the request and went silent
doubts-lost-unclear = The terminal ended without saying how
doubts-lost-ambiguous-refusal = A refusal came that may belong to a repeat
doubts-lost-not-stored = An answer came but could not be written
doubts-lost-end-lost = Approved, but the end never came
doubts-lost-abort-after-approval = Approved, then broken off by the terminal
doubts-lost-closed = Countertop was closed before an answer came
doubts-asked = { $count ->
    [0] Not asked yet
    [one] Asked once, still not known
   *[other] Asked { $count } times, still not known
}
doubts-asking = Asking the terminal now …
doubts-ask = Ask the terminal now
doubts-ask-away = { $name } is away. It can be asked when it answers again.
doubts-means = Until this is known, this sale cannot be charged again and { $name } takes no other payment. Cash and other terminals go on.
doubts-tell-head = What to tell the customer
doubts-tell = “We do not know yet whether your card was charged. We do not charge it twice. You get a receipt or your money as soon as the terminal has told us.”
doubts-tell-back = “We do not know yet whether the money is back on your card. We do not lose it. You get a receipt or the money as soon as the terminal has told us.”
doubts-out-resolved_paid = It was paid
doubts-out-resolved_paid-text = The payment stands. The sale counts it.
doubts-out-resolved_not_paid = It was not paid
doubts-out-resolved_not_paid-text = There was no such payment. The sale can be charged again.
doubts-out-reversed = It was reversed
doubts-out-reversed-text = The customer was charged and got it back. The sale can be charged again.
doubts-out-back-resolved_paid = It was paid back
doubts-out-back-resolved_paid-text = The terminal has it. The customer has the money back.
doubts-out-back-resolved_not_paid = It was not paid back
doubts-out-back-resolved_not_paid-text = The terminal has no such payment. It can be paid back again.
doubts-out-back-reversed = Paying back was undone
doubts-out-back-reversed-text = The customer does not have the money. It can be paid back again.
doubts-out-see = See the sale
doubts-sum = { $count ->
    [one] { $count } payment, { $amount }
   *[other] { $count } payments, { $amount }
}
doubts-question-back = Was this payment taken back?
doubts-question-loose = It was paid, and no sale stands for it
doubts-loose = to be given back
doubts-loose-text = The customer was charged, and the sale was given up or paid another way. The money goes back to the card at the terminal.
doubts-loose-by-hand = The customer was charged, and the sale was given up or paid another way. The terminal cannot take it back by this till: pay it back by hand and keep the slip.
doubts-line-cashier = rung by { $name }
doubts-away = { $name } is away
doubts-next = asks again in { $seconds } s
doubts-next-now = asks again at any moment
doubts-open = not known yet
doubts-stuck = the terminal cannot tell
doubts-history = What happened
doubts-did-sent = Request written to disk, then sent
doubts-did-approved = The terminal said: approved
doubts-did-ended = The terminal ended the order
doubts-did-declined = The terminal said: declined
doubts-did-asked = Asked; the terminal could not tell
doubts-did-found_paid = The terminal has this payment
doubts-did-found_not_paid = The terminal has no such payment
doubts-did-reversed = Taken back
doubts-did-settled_paid = Settled against the slip: paid
doubts-did-settled_not_paid = Settled against the slip: not paid
doubts-by = { $what } · { $by }
doubts-by-two = { $name } with { $second }
doubts-readings = The terminal’s last receipt
doubts-reading-before = before
doubts-reading-now = now
doubts-reading-receipt = Receipt number
doubts-reading-trace = Trace number
doubts-reading-turnover = Turnover number
doubts-reading-amount = Amount
doubts-reading-result = Result
doubts-reading-approved = approved
doubts-reading-refused = refused
doubts-reading-time = Time
doubts-reading-terminal = Terminal number
doubts-reading-differs = differs
doubts-reading-none-before = Before this payment it had no receipt at all.
doubts-finding-none = What it shows now has not been read yet: { $name } must be asked.
doubts-finding-same = Nothing has moved since: the last receipt is still the one from before this payment.
doubts-finding-new = There is a new receipt. { $name } is asked until it is certain that it is this payment’s.
doubts-cannot-replaced = Another device answers in the place of { $name }. It cannot know of this payment: find the old terminal, or settle against its printed slip.
doubts-cannot-reset = The memory of { $name } was cleared; it cannot tell any more. Settle against its printed slip.
doubts-cannot-unpaired = { $name } is not paired any more, so it cannot be asked. Settle against its printed slip.
doubts-cannot-no-baseline = What { $name } knew before this payment was never read, so its last receipt proves nothing. Settle against its printed slip.
doubts-cannot-other-payment = The last receipt of { $name } is of another payment by now. Settle against the printed slip of this one.
doubts-cannot-no-receipt = { $name } shows no receipt, as before this payment: either nothing was booked, or its memory was cleared since. Two people settle by what it prints.
doubts-reverse = Take it back at the terminal
doubts-reverse-not = Opens when the terminal shows this payment and the sale is given up.
doubts-reverse-sure = { $name } gives { $amount } back to the card. Until it has said so, this stays in doubt.
doubts-settle = Settle by printed slip …
doubts-way-supervisor = Sell on: this sale waits by itself. If the terminal cannot tell, a supervisor settles it against the printed slip.
doubts-seen = Seen
doubts-news = { $amount }: { $end }
doubts-settle-title = Settle against the printed slip
doubts-settle-how-1 = Print the last receipt again at { $name } (receipt copy), or take the shop’s copy of this payment.
doubts-settle-how-list = Print the journal or the end of day at { $name }: the list of what it has booked.
doubts-settle-how-2 = Read its numbers off the paper, not off this screen.
doubts-settle-how-3 = A second person reads the same paper and approves.
doubts-settle-second = A second person approves it. Numbers that do not fit this payment change nothing.
doubts-settle-go = Settle with a second person
doubts-slip-says = What does the slip say?
doubts-slip-paid = Paid
doubts-slip-not-paid = Not paid
doubts-slip-not-paid-text = The slip of this payment says declined or cancelled; or the last slip that the terminal prints is still of the payment before.
doubts-slip-nothing = Nothing booked
doubts-slip-nothing-text = The terminal’s own list shows no payment of this amount at this time, and it has no slip to print.
doubts-slip-paid-missing = Say what stands on the slip.
doubts-slip-terminal = Terminal number
doubts-slip-terminal-hint = Terminal-ID, TID: up to eight digits
doubts-slip-terminal-wrong = Up to eight digits, as on the slip.
doubts-slip-receipt = Receipt number
doubts-slip-receipt-hint = Beleg-Nr., BNr.: up to four digits
doubts-slip-receipt-wrong = A number from 1 to 9999, as on the slip.
doubts-slip-trace = Trace number
doubts-slip-trace-hint = TA-Nr., trace; leave it empty if there is none
doubts-slip-trace-wrong = A number from 1 to 999999, or nothing.
doubts-slip-amount = Amount
doubts-slip-amount-hint = Betrag, the sum on the slip
doubts-slip-amount-hint-listed = The amount that you looked for on the list
doubts-slip-amount-wrong = The amount on the slip, such as 12.90.
doubts-slip-why-other-terminal = This is another terminal’s number.
doubts-slip-why-out-of-range = A number from 1 to 9999, as on the slip.
doubts-slip-why-missing = Give the number on the slip: this terminal had one to print before.
doubts-slip-why-says-otherwise = The slip says otherwise.
doubts-slip-why-earlier-payment = This is the number of an earlier payment. Look for the slip of this one.
doubts-slip-why-other-amount = This payment was of another amount.
doubts-slip-why-other-payment = Another payment of this till has this number already.
doubts-slip-picture = Where such slips have their numbers
doubts-slip-pic-head = Card payment
doubts-slip-pic-terminal_number = Terminal-ID
doubts-slip-pic-trace = TA-Nr. / trace
doubts-slip-pic-receipt_no = Beleg-Nr.
doubts-slip-pic-amount_minor = Betrag
doubts-slip-pic-end = *** Payment made ***

## Users
users-title = People
users-tab-people = People
users-tab-roles = Who may do what
users-add = Add a person
users-new = New person
users-name = Name
users-role = Role
users-role-note-cashier = Rings sales and takes payments at this till.
users-role-note-supervisor = As a cashier, and approves what is over a cashier’s limit.
users-role-note-manager = Runs the shop: people, prices, reports, settings.
users-role-note-technician = Pairs and tests devices. Sees no sales.
users-role-note-auditor = Reads the books and changes nothing.
users-active = May sign in
users-inactive = off
users-inactive-note = Cannot sign in. The sales rung stay under this name.
users-locked = locked until { $time }
users-locked-note = Too many wrong tries. It opens by itself at { $time }, or now with a new PIN or password.
users-last = Last signed in { $when }
users-never = Never signed in
users-no-secret = No PIN and no password yet: cannot sign in
users-secrets = PIN and password
users-has-pin = PIN is set
users-no-pin = No PIN
users-has-password = Password is set
users-no-password = No password
users-set-pin = Set a PIN
users-change-pin = Change the PIN
users-set-password = Set a password
users-change-password = Change the password
users-pin = New PIN
users-password = New password
users-again = Once more
users-not-same = The two are not the same.
users-secret-save = Set it
users-secret-saved-pin = PIN of { $name } set
users-secret-saved-password = Password of { $name } set
users-secret-let = Let { $name } type it. Nobody else needs to know it.
users-save = Save
users-saved = { $name } saved
users-self = you
users-none-head = No people yet
users-pick-head = Choose a person
users-pick-text = Role, PIN and password.
users-fault-name = A name is needed.
users-permission = Act
users-grant-allow = yes
users-grant-limit = up to a limit
users-up-to = up to { $most }
users-grant-approval = with approval
users-grant-deny = no
users-roles-note = “With approval”: a second person with the right enters a PIN on the spot, for that one act.
users-must-change = Changes it at the next sign-in
users-factor-enrolled = Set up
users-factor-missing = Sets it up at the next sign-in
users-factor-not-needed = Not asked for
users-factor-reset = Phone lost: reset
users-factor-reset-title = Take the second factor of { $name } away?
users-factor-reset-text = The phone and the recovery codes of { $name } stop counting at once, and { $name } sets up a new phone at the next sign-in. A second person has to approve it. Make sure that it is really { $name } who asks.
users-factor-reset-go = Reset
users-factor-reset-done = { $name } sets up a new phone at the next sign-in
journal-title = Journal
journal-head = { $count } entries
journal-find = Find by number, word, name or id
journal-seek = Search
journal-actor = Person
journal-kind = Kind of entry
journal-any-person = Any person
journal-any-kind = Any kind
journal-from = From
journal-to = To
journal-none-text = No entry fits. Take something off the search.
journal-pick = Choose an entry
journal-pick-text = Who did what, when, and every figure of it.
journal-till = the till itself
journal-erased = erased
journal-erased-text = The body of this entry was erased. The chain still holds.
journal-no-of = Entry { $number }
journal-at = When
journal-approver = Approved by
journal-device = Device
journal-request = Call
journal-yes = yes
journal-no = no
# Fields of an entry

field-aid = Card application
field-approved = Approved
field-change-given = Change given
field-class = Tax class
field-grant = May
field-left = Left
field-letters-and-digits = Letters and digits
field-seen = Seen
field-set-aside-seq = Set aside from entry
field-strong = Second factor asked for
field-unit-minor = Coin or note
field-written-off = Written off
field-amount-minor = Amount
field-value = Value
field-shift-no = Shift
field-kind = Kind
field-terminal-id = Terminal
field-reason = Reason
field-attempt-id = Payment attempt
field-terminal-number = Terminal number
field-sale-id = Sale
field-lines = Line
field-line-no = Line number
field-day = Business day
field-count = Count
field-counts = Counted
field-by = By
field-backup-id = Backup
field-serial-number = Serial number
field-receipt-no = Receipt number
field-opened-at = Opened
field-closed-at = Closed
field-note = Note
field-first-seq = First entry
field-last-seq = Last entry
field-seq = Entry
field-bad-seq = First bad entry
field-expected-minor = Expected
field-counted-minor = Counted
field-drawer-no = Drawer
field-float-minor = Float
field-z-number = Z number
field-trace = Trace number
field-total-minor = Total
field-quantity = Quantity
field-product-id = Product
field-unit = Unit
field-unit-price = Unit price
field-list-price = List price
field-discount = Discount
field-discount-minor = Discount
field-document-discount-minor = Discount on the whole
field-discount-approved-by = Discount approved by
field-approved-by = Approved by
field-card-name = Card
field-masked-pan = Card number, masked
field-auth = Authorisation
field-voided = Voided
field-version = Version
field-user-id = Person
field-first-user = First person
field-role = Role
field-name = Name
field-name-zh = Chinese name
field-active = May sign in
field-turnover-no = Turnover number
field-batch-no = Batch
field-baseline = Known before
field-tenders = Tender
field-tender-id = Tender
field-given-minor = Given
field-change-minor = Change
field-money = Money
field-means = By means of
field-taxes = Tax
field-tax-minor = Tax
field-tax-class = Tax class
field-net-minor = Net
field-rate = Rate
field-rounding-minor = Rounding
field-cost-minor = Cost
field-state = State
field-slip = Slip
field-shop-id = Shop
field-register = Register
field-reference = Reference
field-reverses = Takes back
field-exchange-with = Exchanged with
field-original = Original
field-original-line-no = Original line
field-refused-count = Refused
field-new-count = New
field-changed-count = Changed
field-file-hash = Hash of what was saved
field-last-hash = Hash of the last entry
field-file = File
field-key = Key
field-slot-id = Key slot
field-kcv = Key check value
field-device-id = Device
field-peripheral-id = Device
field-driver = Driver
field-model = Model
field-firmware = Firmware
field-holder = Held by
field-inspection-id = Inspection
field-photo-hash = Hash of the photo
field-paper = Paper
field-entries = Entries
field-doubts = In doubt
field-holds = Holds
field-good = Good
field-ok = Went well
field-why = Why
field-test = Test
field-expected = Expected
field-found = Found
field-receipt = Receipt
field-cause = Cause
word-charge = charge
word-refund = refund
word-reversal = reversal
word-database = file key
word-journal = journal key
word-anchor = anchor key
word-backup = backup key
word-pepper = secret of PINs and codes
word-kek = key of the keys
word-keychain = keychain
word-tpm = security chip (TPM)
word-passphrase = passphrase
word-recovery-phrase = recovery phrase
word-key-file = key file
word-sale = sale
word-return = return
word-cash = cash
word-card = card
word-wallet = wallet
word-voucher = voucher
word-exchange = exchange
word-terminal = card terminal
word-printer = printer
word-scale = scale
word-display = display
word-scanner = scanner
word-paid-in = paid in
word-paid-out = paid out
word-drop = to the safe
word-real = real shop
word-demo = demo shop
word-training = training
word-test = test shop
word-search = search
word-entry = one entry
word-nothing = no money moved
word-in = money in
word-out = money out
word-sent = sent
word-approved = approved
word-declined = declined
word-unknown = in doubt
word-resolved-paid = settled: paid
word-resolved-not-paid = settled: not paid
word-reversed = reversed
word-captured = captured
word-each = piece
word-kg = kg
word-schedule = by the clock
word-z = at the end of the day
word-update = before an update
word-hand = by hand
word-status = status
word-diagnosis = diagnosis
word-end-of-day = end of day
word-allow = yes
word-approval = with approval
word-deny = no
word-substituted = another device answered
word-tampered = opened, or not as it should be
word-key-check = another key check value
word-books-behind = payments that the books do not know
word-taken-by-hand = taken at the terminal itself
word-older-books = the books are an older copy
field-currency = Currency
field-number = Number
field-number-text = Number
field-prices-include-tax = Prices with tax
field-grand-total-minor = Grand total
field-suspended-count = Suspended sales
field-suspended-minor = In suspended sales
field-terminals = Terminal
field-terminals-open = Terminals not closed
field-theirs = Of the terminal
field-ours = Of the till
field-their-total-minor = Total of the terminal
field-sums = Sum
field-shifts = Shift
field-people = Person
field-hour = Hour
field-act = Act
field-look = Look
field-of-user = Of the person
field-of-kind = Of the kind
field-measure = Measure
field-moves = Move
field-blind = Counted blind
field-epoch = Epoch
field-bytes = Bytes
field-places = Place
field-retired = Retired
field-signature = Signature
field-public-key = Public key
field-code = Code
field-cents = Up to, in cents
field-date = Date
field-percent = Up to, in percent
field-time = Time
field-within = Up to a limit
journal-verify-act = Check
journal-verify = Check the journal
journal-verify-text = Every entry, its chain, its anchors and the books are checked. The till sells on meanwhile.
journal-checked = { $done } of { $total } entries
journal-holds = The journal holds
journal-holds-text = { $entries } entries checked in { $seconds } s, none changed, none missing.
journal-broken = The journal does not hold
journal-broken-text = { $entries } entries hold; entry { $seq } is the first that does not. Call a technician, and keep the file as it is.
journal-head-hash = Hash of the last entry that holds
journal-show-bad = Show that entry
journal-export-act = Signed copy
journal-export = Take out a signed copy
journal-export-text = A file of entries that the shop’s key signs. Whoever has the key’s fingerprint can prove that nothing in it was changed.
journal-export-range = Which entries
journal-export-all = All { $head }
journal-export-part = From – to
journal-export-first = First entry
journal-export-last = Last entry
journal-export-numbers = Two entry numbers.
journal-export-order = The first comes before the last.
journal-export-go = Take it out
journal-export-again = Save again
journal-export-done = Entries { $first } to { $last }, signed.
journal-fingerprint = Fingerprint of the shop’s key
journal-fingerprint-text = Give it to the reader by another way than the file. It is checked with:
review-title = Access review
review-at = as of { $when }
review-span = Days looked at
review-days = Last { $days } days
review-by-person = By person
review-matrix = All at once
review-grant = How far
review-used = Used in { $days } days
review-last-used = Last used
review-show-denied = Also what is denied
review-rights-of = Rights of { $name }
review-approvals = { $count ->
    [one] approved once for others
   *[other] approved { $count } times for others
}
review-approved = { $count ->
    [one] once with approval
   *[other] { $count } with approval
}
review-not-counted = Using it leaves no entry
review-flag-never-used = never used
review-flag-too-wide = wider than usual
review-flag-never-signed-in = has not signed in
review-look = { $count } to look at
review-unused = { $count } not used
review-note = From { $entries } entries of the journal. That you looked is an entry too.

## Settings
settings-title = Settings
settings-section-shop = Shop
settings-section-receipt = Receipt
settings-section-picture = Picture
settings-section-customer = Customer’s screen
settings-section-tax = Tax
settings-section-cash = Cash
settings-section-day = Day
settings-section-lock = Lock
settings-section-sign-in = Sign-in rules
settings-sign-in-note = Saved one by one, each after you show who you are.
settings-sign-in-strong = Password and code for manager, technician and auditor
settings-sign-in-strong-note = They sign in with a password and a code from their phone. Sensitive acts ask for the code again. It works without a network.
settings-sign-in-change-given = A password or PIN set by somebody else is changed first
settings-sign-in-change-given-note = So that only its person knows it.
settings-sign-in-letters-and-digits = A password has letters and digits
settings-sign-in-letters-and-digits-note = Card rules ask for it. Without it length and the list of common passwords still count.
settings-sign-in-weaker-title = Let them sign in with one factor?
settings-sign-in-weaker-text = Whoever learns a manager’s password can then do what the manager may: give money back, change people, restore a backup. The safety page will say so.
settings-sign-in-weaker-go = Ask for one factor
settings-section-barcodes = Price barcodes
settings-section-till = This till
settings-unsaved = Not saved yet: { $sections }
settings-save = Save
settings-saved = Settings saved
settings-fault-needed = Needed.
settings-fault-rate = A rate from 0 to 99.9999, such as 19 or 5.5.
settings-fault-tax-none = At least one tax class.
settings-fault-time = A time before noon, such as 04:00.
settings-fault-prefix = Two to five digits: 02, 04 or 20 to 29 first.
settings-fault-digits = Prefix, item and value must be 12 digits together.
settings-fault-decimals = At most 4 decimals for a price, 3 for a weight.
settings-fault-prefix-twice = Another rule has this prefix.
settings-faults = { $count ->
    [one] One field needs your eye
   *[other] { $count } fields need your eye
}
settings-name = Name of the shop
settings-address = Address
settings-address-hint = One line each.
settings-register = Name of this till
settings-language = Language of receipts
settings-language-en = English
settings-language-zh = 中文
settings-kind = Kind
settings-kind-real = Real shop
settings-kind-demo = Demo shop
settings-kind-training = Training shop
settings-kind-test = Test shop
settings-currency = Currency
settings-fixed = set when the shop was made
settings-header = Above the lines
settings-footer = Below the total
settings-receipt-hint = Short lines; the paper is 80 mm wide.
settings-receipt-preview = How it looks
settings-receipt-goods = Your goods
settings-print = After a sale
settings-print-always = print the receipt
settings-print-ask = ask
settings-template = The receipt shows
settings-template-logo = the shop’s picture
settings-template-savings = what the customer saved
settings-template-tax_table = net, tax and gross of each rate
settings-template-barcode = its number as a barcode
settings-template-qr = its number as a QR code
settings-picture-none = Drop a picture here
settings-picture-text = It stands on the customer’s screen while nothing is rung, and on receipts if they show it. A wide photograph fills the screen, a logo stands in the middle.
settings-picture-choose = Choose a picture
settings-picture-kept = The picture is kept
settings-picture-removed = The picture is removed
settings-picture-fault-not_a_picture = This file is no picture that can be read here.
settings-picture-fault-too_large = This picture cannot be made small enough.
settings-customer-note = Shows lines, total and change to whoever stands in front of it; no names.
settings-customer-screen = Show the sale on a second screen
settings-drawer-mode = Drawers
settings-drawer-shared = One drawer, shared
settings-drawer-shared-note = Everybody rings into it; it is counted once.
settings-drawer-per-person = A drawer for each person
settings-drawer-per-person-note = Each one opens, counts and answers for their own.
settings-prices = Prices
settings-prices-with = include tax
settings-prices-without = are without tax
settings-tax-rounding = Tax is rounded
settings-rounding-per-line = on each line
settings-rounding-per-document = once a receipt
settings-tax-note = A new rate holds for sales from now on. Receipts already written keep theirs.
settings-cash-rounding = Cash totals are rounded
settings-cash-note = Card payments are always exact.
settings-cut-off = The day ends at
settings-cut-off-hint = Sales after midnight still belong to the day before.
settings-time-zone = Time zone
settings-idle = Lock the till when nobody touches it
settings-idle-s = { $count ->
    [one] after { $count } second
   *[other] after { $count } seconds
}
settings-idle-min = { $count ->
    [one] after { $count } minute
   *[other] after { $count } minutes
}
settings-barcodes-text = Labels of scales hold the price or the weight in the barcode itself. Each rule says how to read one prefix.
settings-barcodes-none = No rules. Barcodes beginning with 2 are read as ordinary codes.
settings-barcodes-add = Add a rule
settings-barcode-prefix = Prefix
settings-barcode-value = Holds
settings-barcode-price = the price
settings-barcode-weight = the weight in kg
settings-barcode-digits = Digits of it
settings-barcode-decimals = Decimals
settings-barcode-remove = Remove the rule for { $prefix }
settings-till-language = Language on screen
settings-till-theme = Light or dark
settings-theme-system = as the computer
settings-theme-light = light
settings-theme-dark = dark
settings-till-note = Takes effect at once, on this till only.

## Import
import-title = Import products
import-step-file = File
import-step-columns = Columns
import-step-check = Check
import-step-done = Done
import-drop-head = Drop the product list here
import-drop-over = Let go to read it
import-drop-text = CSV, TSV or Excel (.xlsx), up to 64 MB. Nothing changes before you have seen the check.
import-choose = Choose a file
import-fault-empty = This file is empty.
import-fault-too_large = This file is larger than 64 MB.
import-fault-wrong_kind = This is no CSV, TSV or .xlsx file.
import-sending = Reading { $name }
import-sending-of = { $done } of { $total }
import-checking = Checking every line …
import-checking-count = { $done } of { $total } lines
import-stop = Stop
import-stopped = Stopped. Nothing was changed.
import-columns-head = Which column is what?
import-columns-text = Guessed from the headings and the first lines. Change what is wrong.
import-header = The first line is headings
import-field-none = not used
import-field-barcode = Barcode
import-field-name = Name
import-field-name_zh = Chinese name
import-field-price = Price
import-field-category = Category
import-field-tax_class = Tax class
import-field-unit = Unit
import-field-stock = Stock
import-missing-name = Say which column is the name.
import-column = Column { $name }
import-other-file = Another file
import-to-check = Check it
import-back-columns = Change the columns
import-rows = { $count ->
    [one] { $total } line in { $name }
   *[other] { $total } lines in { $name }
}
import-new = new
import-changed = changed
import-unchanged = unchanged
import-refused = refused
import-problems-none = No line with a problem.
import-problems = { $count ->
    [one] { $total } remark
   *[other] { $total } remarks
}
import-problems-part = The first { $shown } of { $total } are listed.
import-list-find = Line, field or value
import-list-all = All reasons
import-list-refused-only = Refused only
import-list-line = Line
import-list-field = Field
import-list-what = Remark
import-list-value = In the file
import-list-outcome = Outcome
import-list-refused = refused
import-list-taken = taken
import-list-none-fit = No remark fits this filter.
import-download = Save the list
import-file-problems = problems
import-nothing = Nothing in this file would change anything.
import-commit = { $count ->
    [one] Import { $total } product
   *[other] Import { $total } products
}
import-commit-note = All or nothing. Products with the same barcode are updated; none is removed.
import-committing = Importing …
import-committing-text = Do not turn the computer off. If it fails half-way, nothing is changed.
import-done-head = { $count ->
    [one] { $total } product is in
   *[other] { $total } products are in
}
import-done-text = { $new } new, { $changed } changed, { $unchanged } unchanged, { $refused } refused, in { $seconds } s.
import-again = Import another file
import-to-sell = Go to the till
import-problem-missing = is missing
import-problem-not_a_price = is not a price
import-problem-not_a_number = is not a number
import-problem-too_long = is too long and was cut
import-problem-check_digit = has a wrong check digit
import-problem-duplicate = stands in the file twice
import-problem-unknown = is not known in this shop
import-problem-unreadable = cannot be a barcode and was left out
import-problem-entities = had web codes such as &amp;; they were read

## Safety
safety-title = Safety
safety-room-posture = This computer
safety-room-keys = Keys
safety-room-backups = Backups
safety-room-register = Device register
safety-waits = something waits here
safety-look = Look again
safety-looked = Looked at { $time }
safety-rules-edit = Change the rules
safety-rules-saved = Rules saved
safety-rule-for = Rule for: { $name }
safety-rule-block = No card payments
safety-rule-warn = Warn
safety-rule-inform = Only list it
safety-worst-good = This computer is in good order
safety-worst-good-text = Everything that can be looked at was found as it should be.
safety-worst-inform = Nothing to do now
safety-worst-inform-text = Something is not as it could be, or this computer does not tell. Your rules leave it at that.
safety-worst-warn = Something should be mended
safety-worst-warn-text = The till goes on as before. What to do stands with each line.
safety-worst-block = This till takes no cards now
safety-worst-block-text = This computer is too weak for card payments by your own rules. Cash goes on.
safety-group-block = Stops card payments
safety-group-warn = To mend
safety-group-inform = Good to know
safety-group-unknown = Could not be found out
safety-group-good = In order
status-devices-locked = { $count ->
    [one] { $count } device locked
   *[other] { $count } devices locked
}
status-inspections-due = { $count ->
    [one] { $count } inspection due
   *[other] { $count } inspections due
}
status-recovery-used = { $count ->
    [one] A recovery code was used
   *[other] { $count } recovery codes were used
}
status-backup-overdue = Backup overdue
status-backup-failed = Backup failed
status-posture-warn = Computer: look
status-posture-block = No cards: computer unsafe

## Posture: what is looked at on this computer, and what to do
posture-status-good = in order
posture-status-bad = not in order
posture-status-unknown = not known
posture-saw-uid = user id { $value }
posture-saw-file_system = file system { $value }
posture-saw-files = open to others: { $value }
posture-saw-free_mb = { $value } free
posture-saw-reserve = { $value ->
    [missing] the reserve is missing
   *[other] the reserve is there
}
posture-saw-tracer = a debugger holds it: process { $value }
posture-saw-pattern = written to: { $value }
posture-saw-behind_s = { $value } s behind the last entry
posture-saw-slots-join = { ", " }
posture-saw-slots = opened by: { $value }
posture-saw-hours = the newest good one is { $value } h old
posture-system_support = The operating system gets security updates
posture-system_support-bad = The operating system gets no more security updates
posture-system_support-todo = Bring this computer to a version that is still supported.
posture-disk_encryption = The disk is encrypted
posture-disk_encryption-bad = The disk is not encrypted
posture-disk_encryption-todo = Turn disk encryption on (LUKS, BitLocker or FileVault), so that a stolen computer tells nothing.
posture-administrator = The till does not run as administrator
posture-administrator-bad = The till runs as administrator
posture-administrator-todo = Run Countertop under an ordinary account of its own.
posture-file_modes = Nobody else can read the shop’s files
posture-file_modes-bad = Others can read the shop’s files
posture-file_modes-todo = Take the rights of group and others off the shop’s folder and its files.
posture-web_view = The screens are drawn by a current web view
posture-web_view-bad = The screens are drawn by an old web view
posture-web_view-todo = Update the web view of this computer (WebKitGTK, WebView2).
posture-core_dumps = A crash writes no memory to a file
posture-core_dumps-bad = A crash writes memory to a file
posture-core_dumps-todo = Turn core dumps off for the till’s account.
posture-debugger = Nobody looks into the running program
posture-debugger-bad = Another program can look into the till
posture-debugger-todo = Close debuggers, and let only the administrator attach one.
posture-clock = The clock is right
posture-clock-bad = The clock is not right
posture-clock-todo = Let the network set the clock, and check the time zone.
posture-disk_space = There is room on the disk
posture-disk_space-bad = The disk is nearly full
posture-disk_space-todo = Free some space. The till keeps a reserve; without it nothing new can be rung.
posture-key_slot = What opens the shop is bound to this computer or to a person
posture-key_slot-bad = A file alone opens the shop
posture-key_slot-todo = Add a security chip, the keychain or a passphrase under Keys, and remove the key file.
posture-recovery_phrase = A recovery phrase can open the shop
posture-recovery_phrase-bad = No recovery phrase can open the shop
posture-recovery_phrase-todo = Add one under Keys, and keep the paper away from the shop.
posture-backups = There is a fresh backup that was proved
posture-backups-bad = There is no fresh backup that was proved
posture-backups-todo = Make one now under Backups, and look why none came by itself.
posture-strong_sign_in = Those with power sign in with a second factor
posture-strong_sign_in-bad = Those with power sign in without a second factor
posture-strong_sign_in-todo = Turn strong sign-in on in the settings.
posture-devices = No terminal or device is locked
posture-devices-bad = A terminal or device is locked
posture-devices-todo = Look under Devices why one is, and clear it by a technician and a manager together.

## Keys
keys-title = Keys
keys-text = What encrypts and seals the books. No screen ever shows a key.
keys-key-database = File key
keys-key-database-text = Encrypts every page of the shop’s file.
keys-key-journal = Journal key
keys-key-journal-text = Chains the entries, so that none can be changed or left out.
keys-key-anchor = Anchor key
keys-key-anchor-text = Seals how far the journal has come: an older file is found out.
keys-key-backup = Backup key
keys-key-backup-text = Wraps the key of each backup.
keys-key-pepper = Secret of PINs and codes
keys-key-pepper-text = Goes into every PIN and password, and seals second factors.
keys-key-kek = Key of the keys
keys-key-kek-text = Wraps all the others. The slots beside hold it.
keys-version = No. { $version }
keys-age = { $days ->
    [0] since today
    [one] since { $day }, { $days } day
   *[other] since { $day }, { $days } days
}
keys-age-unknown = age not known
keys-retired = { $count ->
    [one] { $count } older one kept for reading
   *[other] { $count } older ones kept for reading
}
keys-due = due
keys-older-copy = The key file is damaged
keys-older-copy-text = It was read from its older copy. Make the key of the keys anew, and look at the disk.
keys-rotate = Make anew
keys-rotate-name = Make anew: { $name }
keys-rotate-title = Make anew: { $name }
keys-rotate-database = Every page of the file is encrypted again with a new key. The till pauses for a moment.
keys-rotate-journal = From the next entry on a new key seals. The old one is kept to check what it sealed.
keys-rotate-anchor = The journal’s progress is sealed anew.
keys-rotate-backup = New backups use the new key. Older ones open as before.
keys-rotate-pepper = PINs and passwords go on; each is taken over when its person signs in next. Second factors stay as they are.
keys-rotate-kek = Everything that opens the shop is wrapped anew. A copy of the old key file opens nothing from then on.
keys-rotate-text = The shop stays open. If the power goes in the middle, it opens with the old key or with the new one.
keys-rotate-secrets = What a person has to type for a slot is typed once more here.
keys-rotate-go = Make it anew
keys-rotate-running = Making the key anew
keys-rotated = { $name } is new
keys-step-begun = Begun
keys-step-made = New key made, kept beside the old one
keys-step-carried = What the old key closed is closed with the new one
keys-step-verified = Opened with the new key and whole
keys-step-done = Old key put away
keys-slots = What opens the shop
keys-slots-text = Each of these is enough alone. Keep one that works without this computer.
keys-slot-keychain = This computer’s keychain
keys-slot-keychain-text = Opens by itself when this account is signed in to the computer.
keys-slot-tpm = Security chip (TPM)
keys-slot-tpm-text = Opens by itself, on this computer only: a copied disk opens nothing.
keys-slot-passphrase = Passphrase
keys-slot-passphrase-text = A person types it at every start.
keys-slot-recovery_phrase = Recovery phrase
keys-slot-recovery_phrase-text = Twelve words on paper, shown once. A second set can take the place of the first.
keys-slot-key_file = Key file
keys-slot-key_file-text = Starts alone. Protects nothing if the computer is stolen.
keys-slot-automatic = Opens by itself
keys-slot-typed = A person types it
keys-slot-made = Added { $day }
keys-slot-untested = never tried
keys-slot-tested-at = worked { $time }
keys-slot-kept-last_slot = It stays: nothing else opens the shop.
keys-slot-kept-last_phrase = It stays: without a phrase on paper a broken computer takes the shop with it. Add a second one first.
keys-slot-add = Add a way
keys-slot-add-go = Add
keys-slot-kind = What shall open the shop?
keys-slot-added = Added
keys-slot-test = Try it
keys-slot-test-name = Try it: { $name }
keys-slot-test-text = The keys are opened by this one alone, all the way. Nothing changes.
keys-slot-test-text-typed = Type it as at a start. The keys are opened by it alone, all the way. Nothing changes.
keys-slot-tested = It works
keys-slot-removed = Removed
keys-slot-remove-name = Remove: { $name }
keys-slot-remove-keychain = The till does not start by itself with the keychain any more.
keys-slot-remove-tpm = The till does not start by itself with the chip any more.
keys-slot-remove-passphrase = This passphrase opens nothing any more.
keys-slot-remove-recovery_phrase = The words on this paper open this shop no more. Backups made until now still open with them.
keys-slot-remove-key_file = The file is destroyed. The till does not start by itself with it any more.
keys-slot-remove-rest = Still opens: { $rest }
keys-slot-remove-untested = None of the others was ever tried. Try one before you remove this one.
keys-passphrase-differs = The two are not the same.
keys-phrase-second = The words you have had until now stay good until you remove them.
keys-phrase-kept = The new phrase is kept
keys-end = Take this till out of service
keys-end-text = Destroys every key on this computer. Afterwards nothing here opens any more.
keys-end-go = Take out of service …
keys-end-about = { $name } ends on this computer. This cannot be undone.
keys-end-gone = gone
keys-end-stays = stays
keys-end-gone-books = All sales, returns, drawers, Z reports and people on this computer.
keys-end-gone-keys = Every key, and every way to open the shop, here.
keys-end-gone-devices = The pairing with terminals, printers and scales.
keys-end-stays-backups = Backups at other places. They open with the recovery phrase of their day.
keys-end-stays-duty = Your duty to keep the books for the years the law says. Make sure that a proved backup lies elsewhere.
keys-end-next = I have read this
keys-end-last = Last step
keys-end-last-text = When you go on, the keys are destroyed first, then the files.
keys-end-name = Type the shop’s name: { $name }
keys-end-do = Destroy the keys

## Backups
ago-now = just now
ago-minutes = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
ago-hours = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
ago-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
backups-make = Make one now
backups-restore = Restore …
backups-list = Backups
backups-none = No backup yet
backups-none-text = Make the first one now; it takes a few seconds and the till goes on selling.
backups-last-good = Last good backup
backups-never = none yet
backups-never-text = A backup counts when it was restored for a trial and found whole.
backups-to-entry = up to entry { $seq }
backups-why-schedule = by the clock
backups-why-z = at the end of the day
backups-why-update = before an update
backups-why-hand = by hand
backups-overdue = Overdue
backups-overdue-text = The plan wants a newer one. Make one now, and look why none came by itself.
backups-trouble = The last try failed
backups-trouble-text = Make one now. If it fails again, look at the places and at the room on the disk.
backups-newest-bad = The newest backup did not pass
backups-newest-bad-text = It is not counted. Make another one now; open it below to see what was wrong.
backups-waiting = { $count ->
    [one] { $count } copy waits for its place, a stick or server that is not there.
   *[other] { $count } copies wait for their place, a stick or server that is not there.
}
backups-running-make = Making a backup
backups-running-verify = Proving a backup
backups-running-drill = Holding a drill
backups-running-restore = Restoring
backups-running-text = The till goes on selling meanwhile.
backups-step-copying = Copying the books page by page
backups-step-writing = Writing the file
backups-step-carrying = Carrying it to its places
backups-step-proving = Restoring it for a trial
backups-step-restoring = Putting it in place
backups-step-done = Done
backups-step-failed = Failed
backups-done-make = Backup made and proved
backups-done-verify = Proof done
backups-done-drill = Drill done
backups-done-restore = Restored
backups-failed-make = The backup was not made
backups-failed-verify = The proof could not be made
backups-failed-drill = The drill could not be held
backups-failed-restore = Not restored
backups-failed-text = Nothing was changed. Try again; look at the room on the disk.
backups-proof = Proof
backups-proof-none = not proved yet
backups-proof-none-text = It has not been restored for a trial yet.
backups-proof-good = proved, { $good } of { $count }
backups-proof-bad = did not pass, { $good } of { $count }
backups-proof-at = by the till, { $time }
backups-proof-by = by { $name }, { $time }
backups-check-good = whole
backups-check-bad = not whole
backups-check-seal = Sum and seal
backups-check-opens = Opens with its key
backups-check-cipher = Every page
backups-check-integrity = Tables and indexes
backups-check-chain = Journal, entry by entry
backups-check-projections = Counted again
backups-check-rows = Rows
backups-kept = kept as { $kept }
backups-kept-daily = daily
backups-kept-weekly = weekly
backups-kept-monthly = monthly
backups-kept-hand = by hand today
backups-kept-update = before the update
backups-copies = { $count ->
    [0] only here
    [one] here and at { $count } more place
   *[other] here and at { $count } more places
}
backups-copies-waiting = a copy waits for its place
backups-copies-failed = a place refused it
backups-copy-there = there
backups-copy-waiting = waits
backups-copy-failed = refused
backups-copy-gone = let go
backups-one = Backup of { $time }
backups-places = Where it lies
backups-verify = Prove it again
backups-plan = Plan
backups-plan-edit = Change
backups-plan-saved = Plan saved
backups-plan-when = When
backups-plan-daily = daily at { $time }
backups-plan-daily-on = Every day at a set hour
backups-plan-hour = Hour
backups-plan-hour-wrong = An hour such as 03:00.
backups-plan-z = at each Z
backups-plan-z-on = At each end of day (Z)
backups-plan-update = before updates
backups-plan-update-text = Before each update one is made in any case.
backups-plan-next = next { $time }
backups-plan-keep = How many
backups-plan-keeps = { $daily } daily, { $weekly } weekly, { $monthly } monthly
backups-plan-keep_daily = Daily ones
backups-plan-keep_weekly = Weekly ones
backups-plan-keep_monthly = Monthly ones
backups-plan-overdue = Warn after hours
backups-plan-overdue-hint = 0: never
backups-plan-number-wrong = A whole number.
backups-plan-where = Where
backups-plan-only-here = They lie on this computer only: what takes it takes them too. Add a stick or a server.
backups-place = Place
backups-place-add = Add a place
backups-place-own = This computer
backups-place-own-text = The shop’s own folder always has them.
backups-place-former = a former place
backups-place-kind = Kind
backups-place-stick = USB stick
backups-place-stick-text = Known again by its name. Copies wait until it is in.
backups-place-folder = Folder
backups-place-folder-text = A second disk or a network drive that is always there.
backups-place-sftp = Server (SFTP)
backups-place-sftp-text = Outside of the shop. Everything that leaves is encrypted already.
backups-place-name = Name
backups-place-path = Folder
backups-place-path-hint = The whole path, such as /mnt/backup
backups-sticks = Sticks that are in
backups-sticks-none = No stick is in. Put one in, or type the name of one.
backups-sticks-looking = Looking for sticks
backups-sticks-again = Look again
backups-free = { $free } free
backups-place-stick-name = Name of the stick
backups-place-stick-hint = Its label, or the id of its file system.
backups-place-folder-on = Folder there
backups-place-host = Server
backups-place-port = Port
backups-place-ask = Ask who it is
backups-place-key = Key of the server
backups-place-key-same = It is the same key
backups-place-key-note = Compare it with what the owner of the server told you, letter by letter. From then on no other key is taken.
backups-place-key-changed = This is another key than the one you confirmed. Ask the owner of the server first.
backups-place-needs-key = Ask the server for its key and compare it.
backups-place-user = User
backups-place-with = Signs in with
backups-place-with-password = Password
backups-place-with-key = Private key
backups-place-password = Password
backups-place-private-key = Private key
backups-place-private-key-hint = The whole text of an OpenSSH key without a passphrase.
backups-place-secret-kept = One is kept. Leave this empty to go on with it.
backups-place-try = Try it
backups-place-keep = Keep this place
backups-place-good = It works
backups-place-good-text = A file was written, read back and taken away in { $ms } ms.
backups-place-good-free = A file was written, read back and taken away in { $ms } ms. { $free } are free.
backups-place-has = { $count ->
    [one] One backup of this shop is there already.
   *[other] { $text } backups of this shop are there already.
}
backups-drill = Drill
backups-drill-go = Hold one now
backups-drill-none = None was held yet. A drill fetches the newest backup from every place and restores it for a trial, as if this computer were gone.
backups-drill-good = Restored from every place
backups-drill-bad = Not restored from every place
backups-drill-cost = A loss at that moment would have cost { $entries } entries.
backups-drill-report = See the report

## Restore
restore-title = Restore a backup
restore-text = Takes the shop back to the moment of a backup. Nothing changes before the last step. The books of now are set aside, not deleted.
restore-first-run = This shop exists already
restore-first-run-text = On a new computer: have a backup and its recovery phrase ready.
restore-unlock = Restore from a backup …
restore-anew-title = Bring the shop back
restore-anew-text = With a backup and the recovery phrase of its day. Nothing changes before the last step.
restore-change = Change
restore-step-source = Which backup?
restore-step-source-text = The newest proved one is usually right.
restore-step-loss = What is lost
restore-step-loss-text = Shown when the backup has been fetched and proved.
restore-step-paper = Numbers on paper
restore-step-paper-text = So that no number is ever given twice.
restore-step-go = Restore
restore-step-go-open = A manager and a technician do it together.
restore-step-go-anew = And how this computer opens the shop from now on.
restore-sources = Backups found
restore-sources-none = None was found by itself. Put in a stick and look again, or type where the file is.
restore-sources-looking = Looking for backups
restore-again = Look again
restore-other = Another file …
restore-path = Where the file is
restore-path-hint = The whole path on this computer.
restore-with-phrase = With a recovery phrase …
restore-phrase = Recovery phrase of its day
restore-look = Fetch and look
restore-looking = Fetching and proving the backup
restore-looking-text = It is restored for a trial, with every check. Nothing is changed.
restore-source-done = { $shop }, { $time }
restore-broken = This backup did not pass
restore-broken-text = It cannot be restored. Take another one.
restore-lost-unknown = There are no books here to compare with, or they cannot be read. Whatever was rung after the backup is not in it.
restore-lost-nothing = Nothing is lost.
restore-lost-sales = { $count ->
    [one] sale is lost
   *[other] sales are lost
}
restore-lost-amount = taken in them
restore-lost-entries = { $count ->
    [one] entry in all
   *[other] entries in all
}
restore-lost-text = Everything from { $from } to { $to } is not in the books any more. Cards charged in that time stay charged.
restore-loss-done = { $entries } entries are lost
restore-doubts = { $count ->
    [one] One payment was in doubt in this backup: its terminal is asked again.
   *[other] { $count } payments were in doubt in this backup: their terminals are asked again.
}
restore-fact-at = Backup of
restore-fact-seq = Last entry
restore-fact-receipt = Last receipt
restore-fact-z = Last Z
restore-fact-proof = Proof
restore-fact-proved = restored for a trial, { $count } checks
restore-understood = I know what is lost
restore-paper-text = Look for the newest paper receipt anybody has: in the shop, in the bin, at a customer’s. Numbers go on above it.
restore-receipt-no = Number on the newest receipt
restore-known = This computer knows of { $number }
restore-z-number = Number on the newest Z
restore-optional = If there is one on paper.
restore-number-wrong = A number as it stands on the paper.
restore-no-paper = There is no newer paper
restore-no-paper-text = Then the highest number this computer still knows is taken.
restore-paper-done = Goes on above { $number }
restore-second = { $role ->
    [manager] You restore, and a manager agrees to it here.
   *[technician] You restore, and a technician agrees to it here.
}
restore-second-text = Everybody is signed out. When it is done, doubts are asked again and numbers go on above the highest known.
restore-door = Who opens the file after a restart?
restore-door-note = The recovery phrase that you typed stays good beside it.
restore-go = Restore the books of { $time }
restore-running = Restoring
restore-running-text = The backup is put in place and proved once more. Leave the computer on.
restore-head-running = Restoring
restore-head-done = Restored
restore-head-failed = Not restored
restore-failed = It was not restored
restore-failed-text = The books of before are still in place. Nothing was lost.
restore-done-text = { $shop } is as it was { $time }. What must be done now:
restore-now-sign-in = Sign in. Passwords, PINs and second factors are those of that day.
restore-now-doubts = Look at money in doubt. Terminals that know more than the books take no card until a manager and a technician have looked.
restore-now-paper = Keep the paper receipts of the time that is lost, and the terminal’s own totals: they are the record of it.
restore-now-backup = Make a backup at once.
restore-understood-now = I have read this

## Device register
register-title = Register
register-none = No device yet
register-none-text = Devices come into the register when they are paired.
register-column-name = Device
register-column-make = Make and model
register-column-serial = Serial number
register-column-firmware = Software
register-column-kcv = Key check
register-column-place = Place
register-column-inspected = Inspected
register-column-state = State
register-state-in_use = in use
register-state-locked = locked
register-state-retired = let go
register-field-place = Place
register-field-place-hint = Where it stands, so that a missing one is noticed.
register-field-make = Make
register-field-model = Model
register-field-kcv = Key check value
register-field-kcv-hint = Six or more digits from the device or its key letter. It tells a key and is not one.
register-edit = Change
register-edit-title = { $name } in the register
register-lock-substituted = Another device answers in its place
register-lock-substituted-todo = Find out where the right one is. If this one was put there on purpose, read its serial number off its label.
register-lock-tampered = It says it was opened, or was found so
register-lock-tampered-todo = Look for an opened case, broken seals, anything stuck on or in it. When in doubt, send it back to its provider.
register-lock-key_check = Its key check value is another one
register-lock-key_check-todo = A new key may have been loaded by its provider. Ask the provider before you clear it.
register-lock-text = It takes no payment since { $time }. Sales, cash and other terminals go on. A technician and a manager clear it together.
register-lock-expected = In the register
register-lock-found = Found
register-lock-known-receipt = Newest receipt the books know
register-lock-newest-receipt = Newest receipt at the terminal
register-lock-says = It reports: { $what }
tamper-sign-out-of-order = the terminal is out of order (DF), as one is that was opened
tamper-sign-key-missing = its keys are gone (85)
tamper-sign-pin-pad-defective = its PIN pad does not work (89, ED)
register-clear = Clear the lock …
register-clear-title = Clear { $name }
register-clear-note = What did you find?
register-clear-note-hint = Kept with the device, with both names.
register-clear-serial = Serial number on its label
register-clear-serial-hint = Only if this is a new device. Leave it empty when the right one is back.
register-clear-cause = Where did this payment come from?
register-cause-taken_by_hand = Taken at the terminal itself
register-cause-taken_by_hand-text = Somebody typed it in past the till. The card was charged and no sale here tells of it; the terminal’s end of day shows it as a difference.
register-cause-older_books = The books are an older copy
register-cause-older_books-text = It was rung here, and its sale is missing. Restore the newest backup before you take cards again.
register-clear-reads = The device is asked once more who it is; it must answer as it should.
register-clear-second = { $role ->
    [manager] Then a manager approves it here.
   *[technician] Then a technician approves it here.
}
register-clear-go = Clear the lock
register-cleared = { $name } takes payments again
register-inspections = Inspections
register-inspections-none = Nobody has looked after it yet.
register-inspections-all = Show all { $count }
register-inspection-soon = due soon
register-inspection-overdue = overdue
register-inspection-blocked = overdue, takes no payment
register-due-in = { $days ->
    [0] due today
    [one] due in one day, { $day }
   *[other] due in { $days } days, { $day }
}
register-due-since = { $days ->
    [one] was due yesterday, { $day }
   *[other] was due { $days } days ago, { $day }
}
register-due-none = No inspection is asked for.
register-inspect = Inspect
register-inspect-title = Inspect { $name }
register-point-serial = Serial number
register-point-serial-text = The label says { $serial }, is not scratched and not stuck over another one.
register-point-seals = Case and seals
register-point-seals-text = No gap, no scratches at the seams, no missing screw, seals whole.
register-point-slot = Card slot
register-point-slot-text = Nothing in it or on it: no second frame, no thin foil, no wire. Wiggle it.
register-point-keypad = Keypad and screen
register-point-keypad-text = No overlay, the keys sit as always, nothing loose.
register-point-cables = Cables
register-point-cables-text = Only the ones you know; nothing between plug and socket.
register-point-place = Place
register-point-place-text = It stands where it belongs{ $place }, and no camera looks at its keys.
register-point-place-at = { "" } ({ $place })
register-inspect-result = Result
register-inspect-ok = In order
register-inspect-wrong = Something is wrong
register-inspect-wrong-text = The device is locked at once. A technician and a manager clear it together.
register-inspect-kcv = Key check value it shows
register-inspect-kcv-hint = If the device shows or prints it; another one than in the register locks it.
register-note = Note
register-note-wrong = What is wrong?
register-note-or-photo = A note or a photo belongs to it.
register-photo = Photo
register-photo-add = Add a photo
register-photo-hint = From the camera or a file
register-points-left = { $count ->
    [one] { $count } point left
   *[other] { $count } points left
}
register-inspect-save = Keep the inspection
register-inspect-lock = Lock the device
register-inspected = Inspection kept
register-inspected-locked = The device is locked
register-policy = Inspection rules
register-policy-rule = When an inspection is missed
register-policy-saved = Rules saved
register-policy-block = Warn, then stop the terminal
register-policy-block-text = After the grace it takes no payment until it was inspected.
register-policy-warn = Only warn
register-policy-warn-text = It stays in the status bar; payments go on.
register-policy-off = Do not ask
register-policy-off-text = Only where somebody else looks after the terminals.
register-policy-interval_days = Every so many days
register-policy-warn_days = Warn days before
register-policy-grace_days = Grace in days
register-policy-days-wrong = A whole number of days.

## Why one field was refused
reason-missing = Needed.
reason-missing-or-too-long = Empty or too long.
reason-unknown = Not known here.
reason-out-of-range = Too small or too large.
reason-one-to-twelve = One to twelve tax classes.
reason-rate-out-of-range = A rate is from 0 to 100 %.
reason-id-twice = Two classes have the same number.
reason-still-used = A tax class that products still use cannot be removed.
reason-no-limit-to-set = This act has no limit.
reason-role-without-limits = Only cashiers and supervisors have limits.
reason-measured-otherwise = This limit is measured otherwise.
reason-twice = It is there twice.
reason-half-of-exchange = Do this to the sale that the goods are exchanged for.
reason-not-a-sale = Goods can only be exchanged for new goods.
reason-has-exchange = Goods of one receipt are exchanged already; take them off first.
reason-four-digits = Four digits.
reason-hours-and-minutes = A time before noon, such as 04:00.
reason-six-digits = Six digits.
reason-too-short = Too short: at least 12 characters.
reason-too-long = Too long.
reason-needs-letters-and-digits = Needs letters and digits.
reason-too-common = Too easy to guess; many people choose it.
reason-not-six-to-eight-digits = Six to eight digits.
reason-repeats = It repeats itself.
reason-sequence = Its digits are in order.
reason-year = It contains a year.
reason-never-changes = This cannot be changed.
reason-used-before = One of your last four. Take another.
reason-own = Not one’s own.
reason-nothing-offered = Too long ago. Begin again with a new QR code.
reason-wrong = Wrong. Take the code that the app shows now.

# A factor of one's own for a sensitive act, and the codes of the second factor

step-up-title = Is it you?
step-up-why = This act is a sensitive one. Show who you are once more; it then goes on by itself.
step-up-go = Go on
step-up-runs = Sensitive acts are open for a moment
step-up-open = Sensitive acts are open for { $seconds } more seconds
step-up-left = { $seconds } s
error-step-up-withheld = Not confirmed; nothing was changed.
secret-caps = Caps lock is on.
code-label = Code from your phone
code-recovery = Recovery code
code-recovery-hint = One of the ten you kept. Each counts once.

code-use-recovery = Use a recovery code
code-use-phone = Use the code from the phone

# What entries of the journal are

fact-shop-opened = Shop opened
fact-sale-completed = Sale completed
fact-sale-voided = Sale voided
fact-attempt-sent = Payment sent to the terminal
fact-attempt-moved = Payment answered
fact-receipt-reprinted = Receipt printed again
fact-user-saved = Person changed
fact-secret-set = PIN or password set
fact-settings-saved = Settings changed
fact-terminal-paired = Terminal paired
fact-terminal-unpaired = Terminal removed
fact-terminal-alarmed = Terminal alarmed
fact-alarm-cleared = Alarm cleared
fact-catalogue-imported = Goods imported
fact-stock-adjusted = Stock adjusted
fact-signed-in = Signed in
fact-locked-out = Locked out
fact-terminal-tested = Terminal tested
fact-slip-taken = Card slip taken
fact-shift-opened = Drawer opened for a shift
fact-cash-moved = Cash moved
fact-drawer-opened = Drawer opened without a sale
fact-shift-counted = Drawer counted
fact-shift-closed = Shift closed
fact-terminal-closed = Terminal’s end of day
fact-day-closed = Day closed (Z)
fact-limits-saved = Limits changed
fact-peripheral-paired = Device paired
fact-peripheral-unpaired = Device removed
fact-picture-saved = Picture changed
fact-clock-jumped = Clock jumped
fact-second-factor-enrolled = Second factor set up
fact-second-factor-reset = Second factor taken away
fact-recovery-code-used = Recovery code used
fact-recovery-codes-renewed = Recovery codes renewed
fact-sign-in-policy-saved = Rules of sign-in saved
fact-device-noted = Device entered in the register
fact-device-locked = Device locked
fact-device-cleared = Device cleared
fact-device-inspected = Device inspected
fact-device-policy-saved = Device policy changed
fact-key-rotated = Key made anew
fact-slot-added = Key slot added
fact-slot-removed = Key slot removed
fact-backup-made = Backup made
fact-backup-proved = Backup proved
fact-drill-held = Restore rehearsed
fact-backup-plan-saved = Backup plan changed
fact-restored = Backup put in place
fact-journal-read = Journal read
fact-journal-exported = Journal taken out
fact-access-reviewed = Access reviewed
fact-journal-verified = Journal checked

# The access review, as a document

access-title = Access review
access-at = Made
access-days = Days looked at
access-entries = Entries looked at
access-inactive = inactive
access-never = never
access-last-sign-in = Last sign-in
access-approvals = Approvals given
access-not-counted = –
access-reviewed-by = Reviewed by
access-grant-allow = alone
access-grant-limit = alone up to
access-grant-approval = with a second person
access-grant-deny = no
access-flag-never-used = never used
access-flag-too-wide = wider than usual
access-flag-never-signed-in = did not sign in
register-lock-books_behind = The terminal has payments that the books do not know
register-lock-books_behind-todo = Either somebody took a payment at the terminal itself, or the books are an older copy of this computer. Look for this receipt among the sales before you clear the lock.
