// The till itself: ring, pay, hand over the receipt.
import ShoppingBasket from '@lucide/svelte/icons/shopping-basket';
import type { Screen } from '$/app/screens';

export default {
  path: '/sell',
  title: 'sell-title',
  permission: 'sale_ring',
  nav: { group: 'till', order: 0, icon: ShoppingBasket },
  wide: true,
  load: () => import('./Sell.svelte'),
} satisfies Screen;
