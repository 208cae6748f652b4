// The drawer: what is in it, what goes in and out beside the sales, its count.
import HandCoins from '@lucide/svelte/icons/hand-coins';
import type { Screen } from '$/app/screens';

export default {
  path: '/drawer',
  title: 'drawer-title',
  permission: 'shift_open',
  nav: { group: 'till', order: 5, icon: HandCoins },
  load: () => import('./Drawer.svelte'),
} satisfies Screen;
