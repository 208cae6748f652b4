// One sale by its id: the list of sales with that one open. For links from elsewhere.
import type { Screen } from '$/app/screens';

export default {
  path: '/sales/:sale_id',
  title: 'sales-title',
  permission: 'sale_find',
  load: () => import('./Sales.svelte'),
} satisfies Screen;
