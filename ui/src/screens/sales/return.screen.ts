// One sale with what comes back of it: where a scanned receipt leads.
import type { Screen } from '$/app/screens';

export default {
  path: '/sales/:sale_id/return',
  title: 'sales-title',
  permission: 'sale_find',
  load: () => import('./SaleToReturn.svelte'),
} satisfies Screen;
