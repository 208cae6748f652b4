// Every Z ever made, newest first.
import BookCheck from '@lucide/svelte/icons/book-check';
import type { Screen } from '$/app/screens';

export default {
  path: '/z',
  title: 'z-title',
  permission: 'z_view',
  nav: { group: 'books', order: 14, icon: BookCheck },
  load: () => import('./ZReports.svelte'),
} satisfies Screen;
