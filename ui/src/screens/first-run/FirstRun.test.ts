import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { useHost } from '$/host';
import { words } from '$/i18n/texts.svelte';
import { CODE, RECOVERY, strongAnswers } from '$/test/till/factors';
import { gates } from '$/test/till/office';
import { pretendTill, type Till } from '$/test/till/till';
import FirstRun from './FirstRun.svelte';

const PHRASE = 'ocean river stone harbour candle maple velvet copper lantern orchid'.split(' ');
let till: Till;

beforeEach(() => {
  words.speak('en', false);
  const answers = gates('none', null);
  const strong = strongAnswers('manager', 'enrol_second_factor');
  till = pretendTill({
    more: {
      ...strong.answers,
      ...answers,
      session_current: () => strong.session,
      // The first password has no code beside it yet.
      session_sign_in: ({ password, code }) => {
        expect([password, code]).toEqual(['river stone 42', null]);
        return strong.session;
      },
      shop_create: async () => ({
        recovery_phrase: PHRASE,
        status: { ...(await answers.shop_status!({}, {})), state: 'open' },
      }),
    },
  });
  useHost(till);
  render(FirstRun);
});

const type = (label: RegExp, value: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });
const press = (name: RegExp) => fireEvent.click(screen.getByRole('button', { name }));

async function toKey() {
  await press(/Go on/);
  await type(/Name of the shop/, 'Harbour Street');
  await press(/Go on/);
  await screen.findByLabelText('Country');
  await fireEvent.change(screen.getByLabelText('Country'), { target: { value: 'DE' } });
  await press(/Go on/);
  await type(/Your name/, 'Mara');
  await type(/^Password$/, 'river stone 42');
  await type(/Password again/, 'river stone 42');
  await press(/Go on/);
}

describe('the first run', { timeout: 20_000 }, () => {
  it('does not go on without the name of the shop, and says so', async () => {
    await press(/Go on/);
    await press(/Go on/);
    expect(screen.getByRole('alert').textContent).toBe('Needed.');
    expect(screen.getByLabelText(/Name of the shop/).getAttribute('aria-invalid')).toBe('true');
  });

  it('keeps the answers on the way back', async () => {
    await toKey();
    await press(/Back/);
    expect(screen.getByLabelText<HTMLInputElement>(/Your name/).value).toBe('Mara');
  });

  it('makes the shop once and shows the phrase until two words of it were typed', async () => {
    await toKey();
    await press(/Make the shop/);
    const list = await screen.findAllByRole('listitem', { name: /Word \d+: / });
    expect(list).toHaveLength(PHRASE.length);
    const made = till.calls.filter((each) => each.command === 'shop_create');
    expect(made).toHaveLength(1);
    expect(made[0]!.input).toMatchObject({ currency: 'EUR', manager_pin: null, passphrase: null });

    await press(/I have written/);
    const asked = screen.getAllByLabelText<HTMLInputElement>(/^Word \d+$/);
    expect(asked).toHaveLength(2);
    for (const field of asked) await fireEvent.input(field, { target: { value: 'wrong' } });
    await press(/^Check/);
    expect(screen.getAllByRole('alert')).toHaveLength(2);

    const main = within(screen.getByRole('main'));
    for (const field of main.getAllByLabelText<HTMLInputElement>(/^Word \d+$/)) {
      const number = Number(/\d+/.exec(field.labels![0]!.textContent)![0]);
      await fireEvent.input(field, { target: { value: ` ${PHRASE[number - 1]!.toUpperCase()} ` } });
    }
    await press(/^Check/);
    expect(document.body.textContent).not.toContain(PHRASE[0]);

    // The manager is signed in already; the second factor is the last step.
    await screen.findByRole('img', { name: /QR code/ });
    await type(/Code from your phone/, CODE);
    await press(/^Enter$/);
    await screen.findByText(RECOVERY[0]!);
    await press(/I have kept them/);
    expect(await screen.findByText('Harbour Street is open')).toBeTruthy();
    expect(screen.getByText(/You are signed in as Mara/)).toBeTruthy();
    expect(document.body.textContent).not.toContain(RECOVERY[0]);
  });
});
