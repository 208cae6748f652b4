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
