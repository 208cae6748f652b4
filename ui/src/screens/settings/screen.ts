// The settings of the shop, for whoever may see them.
import Settings from '@lucide/svelte/icons/settings';
import type { Screen } from '$/app/screens';

export default {
  path: '/settings',
  title: 'settings-title',
  permission: 'settings_view',
  nav: { group: 'shop', order: 40, icon: Settings },
  load: () => import('./Settings.svelte'),
} satisfies Screen;
