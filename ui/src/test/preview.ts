// Shows the screens on the pretended till, for looking at them: `npm run dev`, then
// /preview.html?as=cashier&lang=zh&theme=dark#/sell; &shut has no open drawer, &blind counts
// without being told. Never part of a build.
import { mount } from 'svelte';
import type { Role } from '$/api';
import App from '$/app/App.svelte';
import { looks } from '$/app/looks.svelte';
import { useHost } from '$/host';
import { words } from '$/i18n/texts.svelte';
import '$/kit/base.css';
import { DEVICES } from './till/devices';
import { pretendTill } from './till/till';

const wish = new URLSearchParams(location.search);
const till = pretendTill({
  devices: DEVICES,
  as: (wish.get('as') ?? undefined) as Role | undefined,
  kind: wish.get('kind') === 'demo' ? 'demo' : 'real',
  needs_approval: wish.has('approval') ? ['sale_discount'] : [],
  cash: { blind: wish.has('blind'), ...(wish.has('shut') ? { shift: null } : {}) },
});
useHost(till);
Object.assign(window, { till });
localStorage.clear();
if (wish.get('theme') === 'dark') looks.theme = 'dark';
if (wish.get('theme') === 'light') looks.theme = 'light';
words.speak(wish.get('lang') === 'zh' ? 'zh' : 'en');
looks.apply();
mount(App, { target: document.getElementById('app')! });
