// The day at a glance, for those who may read the reports.
import ChartColumn from '@lucide/svelte/icons/chart-column';
import type { Screen } from '$/app/screens';

export default {
  path: '/day',
  title: 'day-title',
  permission: 'day_report',
  nav: { group: 'books', order: 10, icon: ChartColumn },
  load: () => import('./Day.svelte'),
} satisfies Screen;
