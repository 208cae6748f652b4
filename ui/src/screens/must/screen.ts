// What a person does before anything else: stands before every screen until it is done.
import type { Screen } from '$/app/screens';

export default {
  path: '/must',
  title: 'must-title',
  permission: null,
  gates: ['must'],
  wide: true,
  load: () => import('./Must.svelte'),
} satisfies Screen;
