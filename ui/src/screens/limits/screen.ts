// How far cashiers and supervisors may go alone.
import Gauge from '@lucide/svelte/icons/gauge';
import type { Screen } from '$/app/screens';

export default {
  path: '/limits',
  title: 'limits-title',
  permission: 'limits_edit',
  nav: { group: 'shop', order: 22, icon: Gauge },
  load: () => import('./Limits.svelte'),
} satisfies Screen;
