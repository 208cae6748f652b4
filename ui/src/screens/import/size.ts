// Sizes of files as people read them: "812 KB", "7.4 MB". Decimal thousands.
import { words } from '$/i18n/texts.svelte';

const KB = 1000;
const MB = 1000 * KB;

export function sizeText(bytes: number): string {
  const [value, unit, digits] =
    bytes < MB ? ([bytes / KB, 'kilobyte', 0] as const) : ([bytes / MB, 'megabyte', 1] as const);
  return new Intl.NumberFormat(words.locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  }).format(bytes > 0 ? Math.max(value, unit === 'kilobyte' ? 1 : 0) : 0);
}
