// Who is let in and by what: password and code on one screen, what is done before anything else, a
// factor for a sensitive act. On a pretended till with the strong rules.
import { configure, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Session } from '$/api';
import { CallError, useHost } from '$/host';
import { words } from '$/i18n/texts.svelte';
import { CODE, PASSWORD, RECOVERY, strongAnswers, type Factors } from '$/test/till/factors';
import { office } from '$/test/till/office';
import { pretendTill, type Till } from '$/test/till/till';
import App from './App.svelte';
import { router } from './router.svelte';
import { session } from './session.svelte';

// Before the tests are collected, or it comes too late for them.
vi.setConfig({ testTimeout: 20_000 });

let till: Till;
let shared: Factors;

async function open(more: { must?: Session['must']; out?: boolean; path?: string } = {}) {
  const strong = strongAnswers('manager', more.must ?? null);
  shared = strong;
  const out = more.out ? { session_current: () => null } : {};
  till = pretendTill({ as: 'manager', more: { ...office, ...strong.answers, ...out } });
  useHost(till);
  router.replace(more.path ?? '/users');
  render(App);
}
const calls = (command: string) => till.calls.filter((each) => each.command === command);
const type = (label: RegExp | string, value: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });
const press = (name: RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const enter = (label: RegExp | string) =>
  fireEvent.keyDown(screen.getByLabelText(label), { key: 'Enter' });

beforeAll(async () => {
  configure({ asyncUtilTimeout: 5000 });
  await import('../screens/users/Users.svelte');
  await import('../screens/sign-in/SignIn.svelte');
  await import('../screens/must/Must.svelte');
});
beforeEach(() => {
  localStorage.clear();
  words.speak('en', false);
});
afterEach(() => session.signOut());

describe('sign-in with password and code', () => {
  async function atMara() {
    await open({ out: true });
    await fireEvent.click(await screen.findByRole('radio', { name: /Mara/ }));
    await screen.findByLabelText('Code from your phone');
  }

  test('both go in one call; the person is told nothing of which was wrong', async () => {
    await atMara();
    await type('Password', PASSWORD);
    await type('Code from your phone', '111 111');
    await enter('Code from your phone');
    await screen.findByText(/9 tries are left/);
    expect(calls('session_sign_in')[0]!.input).toMatchObject({
      pin: null,
      password: PASSWORD,
      code: '111111',
    });
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('');
    expect(screen.getByLabelText<HTMLInputElement>('Code from your phone').value).toBe('');
  });

  test('a finger types the code; Enter in the password goes on to it', async () => {
    await atMara();
    await type('Password', PASSWORD);
    await enter('Password');
    expect(document.activeElement).toBe(screen.getByLabelText('Code from your phone'));
    for (const digit of CODE) await press(new RegExp(`^${digit}$`));
    await press(/^Enter$/);
    await vi.waitFor(() => expect(session.user?.name).toBe('Mara Lindqvist'));
  });

  test('a recovery code turns the field and is read as typed', async () => {
    await atMara();
    await type('Password', PASSWORD);
    await press(/Use a recovery code/);
    await type('Recovery code', RECOVERY[0]!.toLowerCase().replaceAll('-', ' '));
    await press(/^Sign in$/);
    await vi.waitFor(() => expect(session.user?.name).toBe('Mara Lindqvist'));
    expect(calls('session_sign_in')[0]!.input).toMatchObject({ code: RECOVERY[0] });
  });

  test('a wait is counted down and takes no further try until it is over', async () => {
    await atMara();
    shared.refuse = new CallError({ code: 'try_later', params: { seconds: '2' } });
    await type('Password', PASSWORD);
    await type('Code from your phone', CODE);
    await enter('Code from your phone');
    await screen.findByText('0:02');
    expect(screen.getByLabelText<HTMLInputElement>('Password').disabled).toBe(true);
    shared.refuse = null;
    await vi.waitFor(
      () => expect(screen.getByLabelText<HTMLInputElement>('Password').disabled).toBe(false),
      { timeout: 4000 },
    );
    expect(screen.queryByText(/0:0/)).toBeNull();
    expect(calls('session_sign_in')).toHaveLength(1);
  });
});

test('a wrong try says how long the next one waits, and how many are left', async () => {
  await open({ out: true });
  await fireEvent.click(await screen.findByRole('radio', { name: /Jonas/ }));
  shared.refuse = new CallError({
    code: 'credentials_wrong',
    params: { tries_left: '2', wait_s: '1' },
  });
  for (const digit of '111111') await press(new RegExp(`^${digit}$`));
  await press(/^Enter$/);
  await screen.findByText('0:01');
  expect(screen.getByRole<HTMLButtonElement>('button', { name: '1' }).disabled).toBe(true);
  await vi.waitFor(
    () => expect(screen.getByRole<HTMLButtonElement>('button', { name: '1' }).disabled).toBe(false),
    { timeout: 3000 },
  );
  expect(screen.getByText(/2 tries are left/)).toBeTruthy();
});

describe('one thing first', () => {
  test('the second factor: scan, confirm, keep the codes; then the till', async () => {
    await open({ must: 'enrol_second_factor' });
    await screen.findByRole('img', { name: /QR code/ });
    expect(screen.getAllByText('GEZD')).toHaveLength(2);
    expect(screen.queryByRole('navigation')).toBeNull();
    await type('Code from your phone', '000000');
    await press(/^Enter$/);
    await screen.findByText(/Wrong/);
    await type('Code from your phone', CODE);
    await press(/^Enter$/);
    await screen.findByText(RECOVERY[9]!);
    expect(screen.queryByRole('img', { name: /QR code/ })).toBeNull();
    await press(/I have kept them/);
    await screen.findByRole('heading', { name: 'People' });
    expect(document.body.textContent).not.toContain(RECOVERY[0]);
  });

  test('a given password: the rules are ticked off, the two must be the same', async () => {
    await open({ must: 'change_password' });
    await screen.findByRole('heading', { name: /password of your own/ });
    await type('Password in use', PASSWORD);
    await type('New password', 'short');
    await press(/Change the password/);
    expect(calls('own_password_change')).toHaveLength(0);
    await type('New password', 'amber kettle 41 window');
    await type('Once more', 'amber kettle 41 windows');
    await press(/Change the password/);
    expect(await screen.findByText('The two are not the same.')).toBeTruthy();
    await type('Once more', 'amber kettle 41 window');
    await press(/Change the password/);
    await screen.findByRole('heading', { name: 'People' });
    expect(calls('own_password_change')).toHaveLength(1);
  });
});

describe('a lost phone', () => {
  test('is reset after a code of one’s own and a second person’s word, under one id', async () => {
    await open();
    await fireEvent.click(await screen.findByRole('button', { name: /Tomasz/ }));
    expect(screen.getByText('Sets it up at the next sign-in')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: /Lindqvist Manager/ }));
    await fireEvent.click(await screen.findByRole('button', { name: /Phone lost/ }));
    await fireEvent.click(screen.getByRole('button', { name: /^Reset$/ }));

    await screen.findByRole('heading', { name: 'Is it you?' });
    const top = () => within(screen.getAllByRole('dialog').at(-1)!);
    // By keyboard alone: no field has the focus, the box shows where the next digit goes.
    const boxes = async () => {
      const field = await top().findByLabelText('Code from your phone');
      return [...field.parentElement!.querySelectorAll('i')];
    };
    for (const [i, key] of [...CODE].entries()) {
      expect((await boxes()).map((box) => box.classList.contains('at')).indexOf(true)).toBe(i);
      await fireEvent.keyDown(document.body, { key });
    }
    await fireEvent.keyDown(document.body, { key: 'Enter' });

    await screen.findByRole('heading', { name: 'Approval needed' });
    await fireEvent.click(await top().findByRole('button', { name: /Use the code/ }));
    await fireEvent.input(top().getByLabelText('Code from your phone'), {
      target: { value: CODE },
    });
    await fireEvent.click(top().getByRole('button', { name: /^Enter$/ }));
    await screen.findByText(/sets up a new phone at the next sign-in/);
    const ids = calls('second_factor_reset').map((each) => each.opts.request_id);
    expect([ids.length, new Set(ids).size]).toEqual([3, 1]);
    expect(screen.getByText('Sensitive acts are open for a moment')).toBeTruthy();
  });
});

test('one’s own account: few codes left are said, new ones are shown once', async () => {
  await open();
  await fireEvent.click(await screen.findByRole('button', { name: 'Mara Lindqvist' }));
  await fireEvent.click(await screen.findByRole('menuitem', { name: /Your account/ }));
  await screen.findByText('2 left');
  shared.open = true;
  await press(/Make new ones/);
  await screen.findByText(RECOVERY[3]!);
  await press(/I have kept them/);
  await screen.findByRole('heading', { name: 'Your account' });
  expect(document.body.textContent).not.toContain(RECOVERY[3]);
});
