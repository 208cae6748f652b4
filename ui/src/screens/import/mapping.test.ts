import { describe, expect, it } from 'vitest';
import type { ImportMapping, ImportProblem } from '$/api';
import * as map from './mapping';

const start: ImportMapping = {
  barcode: 0,
  name: 1,
  name_zh: null,
  price: 2,
  category: null,
  tax_class: null,
  unit: null,
  stock: null,
  has_header: true,
};

describe('assigning a column', () => {
  it('gives a free column a field', () => {
    expect(map.assign(start, 3, 'stock').stock).toBe(3);
  });
  it('moves a field away from the column that had it', () => {
    const next = map.assign(start, 3, 'price');
    expect(next.price).toBe(3);
    expect(map.fieldOf(next, 2)).toBeNull();
  });
  it('never leaves one column with two fields', () => {
    const next = map.assign(start, 2, 'barcode');
    expect(next.barcode).toBe(2);
    expect(next.price).toBeNull();
    expect(map.fieldOf(next, 0)).toBeNull();
  });
  it('says that the name is missing once its column is taken away', () => {
    const next = map.assign(start, 1, null);
    expect(map.missing(next)).toEqual(['name']);
    expect(map.missing(map.assign(next, 4, 'name'))).toEqual([]);
  });
  it('does not change what it was given', () => {
    map.assign(start, 0, 'stock');
    expect(start.barcode).toBe(0);
  });
});

describe('the names of columns', () => {
  it.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [701, 'ZZ'],
    [702, 'AAA'],
  ])('%i is %s', (column, letter) => expect(map.columnLetter(column)).toBe(letter));
  it('falls back to the letter', () => {
    expect(map.columnName(['EAN', ' '], true, 0)).toBe('EAN');
    expect(map.columnName(['EAN', ' '], true, 1)).toBe('B');
    expect(map.columnName(['400'], false, 0)).toBe('A');
  });
});

const problem = (change: Partial<ImportProblem>): ImportProblem => ({
  line: 7,
  field: 'barcode',
  reason: 'check_digit',
  value: '4006381333932',
  refused: true,
  ...change,
});

describe('the problem list', () => {
  const list = [
    problem({}),
    problem({ line: 8, reason: 'duplicate', value: '2000', refused: false }),
    problem({ line: 9, field: 'price', value: '1,2,3', reason: 'not_a_number' }),
  ];
  it('filters by text, reason and outcome', () => {
    const all = { text: '', reason: null, refusedOnly: false };
    expect(map.filterProblems(list, all)).toHaveLength(3);
    expect(map.filterProblems(list, { ...all, text: '200' })).toHaveLength(1);
    expect(map.filterProblems(list, { ...all, text: 'PRICE' })).toHaveLength(1);
    expect(map.filterProblems(list, { ...all, refusedOnly: true })).toHaveLength(2);
    expect(map.filterProblems(list, { ...all, reason: 'duplicate' })[0]!.line).toBe(8);
  });
  it('writes CSV that a spreadsheet reads as text', () => {
    const words = () => ({ field: 'Price', reason: 'no, "number"', outcome: 'refused' });
    const csv = map.problemsCsv(
      ['Line', 'Field', 'Reason', 'Value', 'Outcome'],
      [problem({ value: '=1+1' })],
      words,
    );
    expect(csv).toBe(
      'Line,Field,Reason,Value,Outcome\r\n7,Price,"no, ""number""",\'=1+1,refused\r\n',
    );
  });
});
