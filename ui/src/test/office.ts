// As preview.ts, for the back office: /office.html?gate=none&lang=zh&theme=dark#/day. `strong` has the
// strong rules of sign-in: strong=out is signed out, strong=must enrols, strong=step-up and
// strong=account open their sheets.
import { mount } from 'svelte';
import App from '$/app/App.svelte';
import { tryAct } from '$/app/act.svelte';
import { looks } from '$/app/looks.svelte';
import { opened } from '$/app/opened.svelte';
import { useHost } from '$/host';
import { words } from '$/i18n/texts.svelte';
import '$/kit/base.css';
import { books } from './till/books';
import { DEVICES } from './till/devices';
import { evidence } from './till/evidence';
import { strongAnswers } from './till/factors';
import { gates, office } from './till/office';
import { pretendTill } from './till/till';

const wish = new URLSearchParams(location.search);
const gate = wish.get('gate') as 'none' | 'locked' | null;
const strong = wish.get('strong');
const rules = strongAnswers('manager', strong === 'must' ? 'enrol_second_factor' : null);
const more = {
  ...books,
  ...office,
  ...evidence,
  ...(strong === null ? {} : rules.answers),
  ...(strong === 'out' ? { session_current: () => null } : {}),
  ...(gate ? gates(gate, wish.get('reason')) : {}),
};
const till = pretendTill({ as: 'manager', devices: DEVICES, more });
useHost(till);
// &waits: everything of the safety room waits for somebody.
if (wish.has('waits')) {
  till.status({
    devices_locked: 1,
    inspections_due: 1,
    posture: 'warn',
    backup: { last_good_at: null, overdue: true, failed: false, running: false, waiting: 1 },
  });
}
if (wish.get('reason') === 'being_restored') {
  till.status({ restore: { stage_id: 'stage', state: 'running' } });
}
Object.assign(window, { till });
localStorage.clear();
looks.theme = wish.get('theme') === 'dark' ? 'dark' : 'light';
words.speak(wish.get('lang') === 'zh' ? 'zh' : 'en');
looks.apply();
if (strong === 'account') setTimeout(() => (opened.account = true), 600);
if (strong === 'step-up') setTimeout(() => void tryAct('recovery_codes_renew', {}), 600);
mount(App, { target: document.getElementById('app')! });
