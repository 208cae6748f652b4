// As preview.ts, for the back office: /office.html?gate=none&lang=zh&theme=dark#/day.
import { mount } from 'svelte';
import App from '$/app/App.svelte';
import { looks } from '$/app/looks.svelte';
import { useHost } from '$/host';
import { words } from '$/i18n/texts.svelte';
import '$/kit/base.css';
import { books } from './till/books';
import { DEVICES } from './till/devices';
import { gates, office } from './till/office';
import { pretendTill } from './till/till';

const wish = new URLSearchParams(location.search);
const gate = wish.get('gate') as 'none' | 'locked' | null;
const more = { ...books, ...office, ...(gate ? gates(gate, wish.get('reason')) : {}) };
const till = pretendTill({ as: 'manager', devices: DEVICES, more });
useHost(till);
Object.assign(window, { till });
localStorage.clear();
looks.theme = wish.get('theme') === 'dark' ? 'dark' : 'light';
words.speak(wish.get('lang') === 'zh' ? 'zh' : 'en');
looks.apply();
mount(App, { target: document.getElementById('app')! });
