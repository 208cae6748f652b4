// All sales, for everyone who may look one up.
import Receipt from '@lucide/svelte/icons/receipt';
import type { Screen } from '$/app/screens';

export default {
  path: '/sales',
  title: 'sales-title',
  permission: 'sale_find',
  nav: { group: 'books', order: 20, icon: Receipt },
  load: () => import('./Sales.svelte'),
} satisfies Screen;
