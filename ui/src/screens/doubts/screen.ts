// Money in doubt. Everyone who takes payments may look; asking the terminal is a right of its own.
import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import type { Screen } from '$/app/screens';

export default {
  path: '/doubts',
  title: 'doubts-title',
  permission: 'doubt_view',
  nav: { group: 'books', order: 30, icon: CircleHelp },
  load: () => import('./Doubts.svelte'),
} satisfies Screen;
