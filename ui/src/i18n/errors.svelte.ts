// Error codes as sentences: what happened, whether money moved, what to do next.
// A code without a text of its own gets the general one with the code in it.
import type { CallError } from '$/host';
import { hasText, t } from './texts.svelte';

/** The text key of an error code: `sale_not_open` is `error-sale-not-open`. */
export function errorKey(code: string): string {
  return `error-${code.replaceAll('_', '-')}`;
}

export function errorText(error: CallError): string {
  const key = errorKey(error.code);
  if (!hasText(key)) return t('error-other', { code: error.code });
  return t(key, error.params);
}
