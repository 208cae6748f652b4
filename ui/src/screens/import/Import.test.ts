import { fireEvent, render, screen } from '@testing-library/svelte';
import { Blob as NodeBlob } from 'node:buffer';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ImportCheck, ImportMapping } from '$/api';
import { CallError, useHost } from '$/host';
import { words } from '$/i18n/texts.svelte';
import { pretendTill, type Till } from '$/test/till/till';
import Import from './Import.svelte';

const guess: ImportMapping = {
  barcode: 0, name: 1, name_zh: null, price: 2, category: null, tax_class: null, unit: null,
  stock: null, has_header: true,
}; // prettier-ignore
const check = (mapping: ImportMapping | null): ImportCheck => ({
  columns: ['EAN', 'Text', 'Price'],
  sample: [['4006381333931', 'Pen', '1.10']],
  mapping: mapping ?? guess,
  row_count: 3,
  new_count: 2,
  changed_count: 0,
  unchanged_count: 0,
  problems: [
    { line: 3, field: 'price', reason: 'not_a_price', value: 'x', refused: true },
    { line: 4, field: 'barcode', reason: 'check_digit', value: '401', refused: false },
  ],
  problem_count: 2,
  refused_count: 1,
});

let till: Till;
let refuse = false;
beforeEach(() => {
  words.speak('en', false);
  refuse = false;
  till = pretendTill({
    as: 'manager',
    more: {
      import_begin: () => null,
      import_chunk: () => null,
      import_check: ({ mapping }) => check(mapping),
      import_commit: () => {
        if (refuse) throw new CallError({ code: 'disk_full' });
        return { new_count: 2, changed_count: 0, unchanged_count: 0, refused_count: 1, took_ms: 9 };
      },
    },
  });
  useHost(till);
  render(Import);
});

/** A file as the screen sees one; jsdom's own cannot be read. */
async function give(name: string, text: string) {
  const blob = new NodeBlob([text]);
  const file = { name, size: blob.size, slice: blob.slice.bind(blob) };
  const input = screen.getByLabelText<HTMLInputElement>('Choose a file');
  Object.defineProperty(input, 'files', { value: [file], configurable: true });
  Object.defineProperty(input, 'value', { value: '', writable: true, configurable: true });
  await fireEvent.change(input);
}
const commands = () => till.calls.map((each) => each.command);
const lastCheck = () => till.calls.findLast((each) => each.command === 'import_check')?.input;

describe('an import', { timeout: 20_000 }, () => {
  it('refuses what is no table before a byte is sent', async () => {
    await give('list.pdf', 'x');
    expect(screen.getByRole('alert').textContent).toContain('no CSV');
    expect(commands()).not.toContain('import_begin');
  });

  it('sends the columns as chosen, each field once', async () => {
    await give('list.csv', 'EAN,Text,Price\n');
    const column = await screen.findByLabelText<HTMLSelectElement>('Column C');
    await fireEvent.change(column, { target: { value: 'stock' } });
    await fireEvent.change(screen.getByLabelText('Column A'), { target: { value: 'price' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Check it' }));
    await screen.findByText('2 remarks');
    expect(lastCheck()).toMatchObject({ mapping: { barcode: null, price: 0, name: 1, stock: 2 } });
  });

  it('does not check without a name column', async () => {
    await give('list.csv', 'x');
    await fireEvent.change(await screen.findByLabelText('Column B'), { target: { value: '' } });
    expect(screen.getByRole('button', { name: 'Check it' }).hasAttribute('disabled')).toBe(true);
  });

  it('changes nothing before the last press, and says when that failed', async () => {
    await give('list.csv', 'x');
    await fireEvent.click(await screen.findByRole('button', { name: 'Check it' }));
    const commit = await screen.findByRole('button', { name: 'Import 2 products' });
    expect(commands()).not.toContain('import_commit');
    refuse = true;
    await fireEvent.click(commit);
    expect((await screen.findByRole('alert')).textContent).toContain('disk is full');
    refuse = false;
    await fireEvent.click(screen.getByRole('button', { name: 'Import 2 products' }));
    expect(await screen.findByText('2 products are in')).toBeTruthy();
  });
});
