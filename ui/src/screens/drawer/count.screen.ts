// A drawer is counted and closed. Takes the whole width: nothing else is to be done meanwhile.
import type { Screen } from '$/app/screens';

export default {
  path: '/drawer/:shift_no/count',
  title: 'count-title',
  permission: 'shift_close',
  wide: true,
  load: () => import('./Count.svelte'),
} satisfies Screen;
