// The journal with one of its entries open.
import type { Screen } from '$/app/screens';

export default {
  path: '/journal/:seq',
  title: 'journal-title',
  permission: 'journal_search',
  load: () => import('./Journal.svelte'),
} satisfies Screen;
