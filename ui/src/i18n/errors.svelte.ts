// Error codes as sentences: what happened, whether money moved, what to do next.
// A code without a text of its own gets the general one with the code in it.
import type { CallError } from '$/host';
import { hasText, t, type Args } from './texts.svelte';

/** The text key of an error code: `sale_not_open` is `error-sale-not-open`. */
export function errorKey(code: string): string {
  return `error-${code.replaceAll('_', '-')}`;
}

/** Parameters that count something: as numbers they get their plural. The others stay as they are,
 *  above all codes, whose digits must not be grouped. */
const COUNTS = new Set(['tries_left', 'minutes', 'seconds', 'count']);

/** Words of the program's own that stand in a reason, and where their texts begin. */
const signOf = (reason: string) => `tamper-sign-${reason.replaceAll('_', '-')}`;

function argsOf({ check, ...params }: CallError['params']): Args {
  const args = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, COUNTS.has(name) ? Number(value) : value]),
  );
  const reason = params['reason'] ?? '';
  if (hasText(signOf(reason))) args['reason'] = t(signOf(reason));
  if (check) args['reason'] = t('error-by-check', { check: t(`backups-check-${check}`), reason });
  return args;
}

export function errorText(error: CallError): string {
  const key = errorKey(error.code);
  if (!hasText(key)) return t('error-other', { code: error.code });
  return t(key, argsOf(error.params));
}
