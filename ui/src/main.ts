// Starts the screens: looks first, so that nothing is drawn in the wrong colours, then the frame.
import { mount } from 'svelte';
import App from './app/App.svelte';
import { looks } from './app/looks.svelte';
import { words } from './i18n/texts.svelte';
import './kit/base.css';

looks.apply();
words.speak(words.language, false);
mount(App, { target: document.getElementById('app')! });
