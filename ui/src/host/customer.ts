// Opens the customer's screen: a window of its own at the till, another tab in a browser.
import { invoke } from '@tauri-apps/api/core';
import { callError } from './host';
import { host } from './index';

export const CUSTOMER_PATH = '/customer';

/** Opens it, or brings it to the front. Throws a CallError when the shell cannot. */
export async function openCustomerWindow(): Promise<void> {
  if (host().kind !== 'tauri') {
    window.open(`${location.pathname}#${CUSTOMER_PATH}`, 'countertop-customer');
    return;
  }
  try {
    await invoke('customer_window_open');
  } catch (thrown) {
    throw callError(thrown);
  }
}
