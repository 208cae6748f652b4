// Who may do what and did it last, for whoever reviews the rights.
import ListChecks from '@lucide/svelte/icons/list-checks';
import type { Screen } from '$/app/screens';

export default {
  path: '/access',
  title: 'review-title',
  permission: 'access_review',
  nav: { group: 'shop', order: 21, icon: ListChecks },
  load: () => import('./Access.svelte'),
} satisfies Screen;
