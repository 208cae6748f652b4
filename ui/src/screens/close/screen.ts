// The business day is closed here: drawers, terminals, what is carried over, the Z.
import CalendarCheck from '@lucide/svelte/icons/calendar-check';
import type { Screen } from '$/app/screens';

export default {
  path: '/close',
  title: 'close-title',
  permission: 'day_close',
  nav: { group: 'books', order: 12, icon: CalendarCheck },
  load: () => import('./Close.svelte'),
} satisfies Screen;
