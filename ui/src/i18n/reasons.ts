// What is wrong with one field, by the reason the backend gave; else the words of the error itself.
import type { CallError } from '$/host';
import { errorText } from './errors.svelte';
import { hasText, t } from './texts.svelte';

/** `field_invalid` with reason `still_used` is `reason-still-used`. */
export function faultText(error: CallError): string {
  const reason = error.params['reason'];
  const key = reason ? `reason-${reason.replaceAll('_', '-')}` : '';
  return key && hasText(key) ? t(key) : errorText(error);
}
