// The journal, for whoever may look into it: search, check, signed copy.
import ScrollText from '@lucide/svelte/icons/scroll-text';
import type { Screen } from '$/app/screens';

export default {
  path: '/journal',
  title: 'journal-title',
  permission: 'journal_search',
  nav: { group: 'books', order: 40, icon: ScrollText },
  load: () => import('./Journal.svelte'),
} satisfies Screen;
