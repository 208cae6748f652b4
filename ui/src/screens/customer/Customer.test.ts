import { render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CustomerView } from '$/api';
import { useHost } from '$/host';
import { fakeHost } from '$/host/fake';
import { words } from '$/i18n/texts.svelte';
import Customer from './Customer.svelte';

const idle: CustomerView = {
  state: 'idle',
  shop_name: 'Harbour Street',
  language: 'en',
  currency: 'EUR',
  exponent: 2,
  symbol: '€',
  lines: [],
  total_minor: 0,
  due_minor: 0,
  paid_minor: 0,
  change_minor: 0,
  savings_minor: 0,
};
const line = { name: 'Oat milk', name_zh: '燕麦奶', quantity: '2', amount_minor: 470, back: false };
const fake = fakeHost({ customer_view: () => idle, picture: () => ({ base64: null }) });
let link: (connected: boolean) => void = () => {};

beforeEach(() => {
  words.speak('en', false);
  useHost({
    ...fake,
    subscribe: (listener, linked) => {
      link = linked ?? link;
      return fake.subscribe(listener, linked);
    },
  });
});
afterEach(() => vi.useRealTimers());
const shows = (view: Partial<CustomerView>) =>
  fake.emit({ type: 'customer', view: { ...idle, ...view } });

test('a sale is followed from its first line to the change, in the language of the shop', async () => {
  render(Customer);
  await screen.findByText('Welcome');
  shows({ state: 'ringing', lines: [line], total_minor: 470, due_minor: 470 });
  await screen.findByText('Oat milk');
  shows({ state: 'paying', lines: [line], total_minor: 470, due_minor: 270, paid_minor: 200 });
  await screen.findByText('€2.70');
  shows({ state: 'done', language: 'zh', total_minor: 470, change_minor: 230 });
  await screen.findByText('找您');
  await screen.findByText('€2.30');
});

test('a sum that may be old is not shown', async () => {
  vi.useFakeTimers();
  render(Customer);
  await vi.advanceTimersByTimeAsync(10);
  shows({ state: 'ringing', lines: [line], total_minor: 470, due_minor: 470 });
  await vi.advanceTimersByTimeAsync(10);
  link(false);
  await vi.advanceTimersByTimeAsync(1000);
  expect(screen.queryByText('Oat milk')).not.toBeNull();
  link(false);
  await vi.advanceTimersByTimeAsync(2100);
  expect(screen.queryByText('Oat milk')).toBeNull();
  expect(screen.getByText('Harbour Street')).toBeTruthy();
});
