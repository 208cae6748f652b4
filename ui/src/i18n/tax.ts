// The name of a tax class with its rate, once: many shops name a class by its rate.
import type { Dec } from '$/api';
import { quantity } from './format.svelte';
import { t } from './texts.svelte';

/** ("Standard", "19") is "Standard 19 %"; ("19%", "19") stays "19%". */
export function taxName(tax: { name: string; rate_percent: Dec }): string {
  const rate = quantity(tax.rate_percent);
  const said = tax.name.replaceAll(/[\s%％]/g, '') === rate || tax.name.includes(`${rate}%`);
  return said ? tax.name : t('sales-tax', { name: tax.name, rate });
}
