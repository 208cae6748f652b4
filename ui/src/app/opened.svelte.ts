// Sheets that more than one place opens.
export const opened = $state({ keys: false, account: false });
