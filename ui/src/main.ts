// Starts the screens: looks first, so that nothing is drawn in the wrong colours, then the frame, or the
// customer's screen, which has no frame, no session and no keys.
import { mount } from 'svelte';
import App from './app/App.svelte';
import { looks } from './app/looks.svelte';
import { CUSTOMER_PATH } from './host/customer';
import { words } from './i18n/texts.svelte';
import './kit/base.css';

looks.apply();
words.speak(words.language, false);
const target = document.getElementById('app')!;
if (location.hash === `#${CUSTOMER_PATH}`) {
  void import('./screens/customer/Customer.svelte').then(({ default: Customer }) =>
    mount(Customer, { target }),
  );
} else mount(App, { target });
