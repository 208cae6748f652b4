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
who-theme = Light
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
approval-why = Someone who may allow this enters their PIN here. It counts once, for exactly this.
approval-who = Who approves?
approval-nobody = Nobody else here may approve this.
approval-grant = Approve

### Errors: what happened, whether money moved, what to do next

error-other = Something went wrong ({ $code }). Nothing was changed. Try again, or note the code for support.
error-host-unreachable = The till program does not answer. Nothing is lost: what was written is on disk. Wait a moment, or restart Countertop.
error-amount-out-of-range = This amount is too large or too small. Nothing was changed.
error-approval-invalid = This approval does not fit any more. Ask for it again.
error-approval-needed = Someone else has to approve this.
error-approval-withheld = Not approved; nothing was changed.
error-attempt-not-running = This payment is no longer running.
error-attempt-running = A card payment is still running for this sale. Wait for it or cancel it on the terminal.
error-attempt-unknown = It is not yet known whether the card was charged. Until that is settled this sale cannot be charged again.
error-barcode-check-digit = The code { $code } was misread: its check digit is wrong. Scan it again.
error-barcode-unreadable = The code { $code } could not be read. Scan it again, or find the product by name.
error-cash-below-due = The cash given is less than what is due.
error-command-unknown = This window is older or newer than the till program. Restart Countertop.
error-credentials-wrong = Wrong. { $tries_left ->
    [1] One try is left.
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
    [1] a minute
   *[other] { $minutes } minutes
} or let a manager sign in.
error-not-allowed = Your role may not do this.
error-not-found = It is not there any more.
error-nothing-to-pay = There is nothing to pay.
error-other-terminal = Another terminal answers at this place than the one that was paired. It is blocked until a technician pairs it.
error-password-rule = The password is too weak.
error-pin-rule = This PIN is too short or too simple.
error-price-out-of-range = This price is too high or not a price.
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
error-session-ended = Your session has ended. Sign in again; the sale is kept.
error-session-locked = The till is locked. Unlock it, then do it again.
error-session-needed = Sign in first.
error-shop-exists = There is already a shop on this till.
error-shop-locked = The shop's file is locked. Open it first.
error-shop-missing = There is no shop on this till yet.
error-simulator-refused = This device is a simulator. A real shop does not pair it.
error-tax-class-unknown = This tax class does not exist.
error-terminal-alarmed = This terminal is blocked until a technician has looked at it. No money moved. Take cash or use another terminal.
error-terminal-busy = The terminal is busy. No money moved. Wait until it is free, then try again.
error-terminal-held = This terminal still holds a payment that is not settled. Take cash or use another terminal.
error-terminal-missing = No card terminal is paired with this till. Take cash, or ask a technician.
error-terminal-paired = This terminal is already paired.
error-terminal-unreachable = The terminal does not answer. No money moved. Check its power and cable, then try again.
error-user-unknown = This person is not known here any more.

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

### Sell

sell-title = Sell
sell-find = Scan, or type a name, code or price
sell-find-label = Find products
sell-favourites = Favourites
sell-sale = Sale
sell-return = Return
sell-new-sale = New sale
sell-lines = { $lines ->
    [one] 1 line
   *[other] { $lines } lines
} · { $items } { $items ->
    [1] item
   *[other] items
}
sell-empty = Scan the first product
sell-empty-text = Or choose it on the left. The sale begins by itself.
sell-none-found = Nothing found for “{ $text }”
sell-none-found-text = Try fewer letters, or scan the code.
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
sell-return-title = Return without receipt?
sell-return-text = Scan what comes back. With a receipt at hand, find the sale under Sales instead.
sell-return-start = Start the return
sell-return-now = Return: scan what comes back
sell-blocked-unknown = It is not yet known whether the card was charged.
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
sell-hotkey-return = Return without receipt

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
pay-items = { $items } { $items ->
    [1] item
   *[other] items
}
pay-on-disk = Written to disk { $time }. If the power fails, this sale comes back as it is.
pay-exact = Exact
pay-cash-done = Done
pay-cash-part = Take { $amount }, rest another way
pay-cash-back = Give { $amount } back
pay-card-amount = Amount on the card
pay-card-send = Charge { $amount }
pay-card-refund = Refund { $amount } to the card
pay-card-terminal = Terminal
pay-card-title = Card on the terminal
pay-card-refund-title = Refund on the terminal
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
pay-say-declined-text = Try again, another card, or cash.
pay-say-declined-code = Answer { $code }. Try again, another card, or cash.
pay-say-reversed = Reversed, nothing was taken
pay-say-not-paid = Settled: nothing was taken
pay-say-unknown = Was this card charged?
pay-say-unknown-text = The terminal has not answered. This sale cannot be charged again until it is known. Cash and other terminals go on.
pay-ask = Ask the terminal now
pay-asked = Asked { $count ->
    [one] once
   *[other] { $count } times
}
pay-leave = Leave the sale waiting
pay-again = Try the card again
pay-step-written = Payment written to disk
pay-step-accepted = Terminal has the amount
pay-step-card-awaited = Waiting for the card
pay-step-card-read = Card read
pay-step-authorising = Bank answers
pay-step-answered = Bank has answered
pay-step-stored = Answer written to disk
pay-step-asking = Asking the terminal again
pay-left = { $seconds } s left
pay-free = Nothing to pay
pay-free-complete = Complete the sale

### Receipt

receipt-title = Receipt
receipt-done-change = Change
receipt-done-paid = Paid
receipt-done-refund = Paid back
receipt-number = Receipt { $number }
receipt-next = Next customer
receipt-next-hint = Or just scan the first product.
receipt-print = Print again
receipt-copy = Marked as a copy
receipt-printed = Copy written to the journal
receipt-of = Receipt { $number }
