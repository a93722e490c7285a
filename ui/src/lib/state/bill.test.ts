import { expect, it } from 'vitest';
import { billOf, gravity, sortedBy } from './bill';

const report = {
  kind: 'parts',
  currency: 'EUR',
  minor_per_major: 100,
  total_minor: 75393,
  parts: [
    {
      name: 'P-10',
      file: 'plate.dxf',
      quantity: 10,
      material: 'mild steel',
      thickness_mm: 10,
      price_minor: 55279,
    },
    { name: 'P-9', file: 'ring.dxf', quantity: 4, material: 'copper', thickness_mm: 6.5, price_minor: 17114 },
  ],
  quoted_lines: [2, 4],
  left_out_lines: [3, 5, 6],
  left_out: [
    { line: 3, part: 'P-30', file: null, quantity: '2,5', material: null, thickness: '8' },
    { line: 5, part: null, file: 'gone.dxf', quantity: '1', material: 'tin', thickness: null },
  ],
  findings: [
    { severity: 'note', line: 2, message: 'a close name was taken' },
    { severity: 'warning', line: 4, message: 'not in stock' },
    { severity: 'note', line: 4, message: 'read as 6.5 mm' },
    { severity: 'error', line: 3, message: 'no whole number' },
    { severity: 'error', line: 5, message: 'not among the files' },
  ],
};
const bill = billOf(report)!;
const parts = (...how: [Parameters<typeof sortedBy>[1], boolean]) =>
  sortedBy(bill.rows, ...how).map((row) => row.line);

it('has every row in the order of the list, with its price or why it has none', () => {
  expect(bill.rows.map(({ line, part, price }) => [line, part, price])).toEqual([
    [2, 'P-10', '552.79 EUR'],
    [3, 'P-30', ''],
    [4, 'P-9', '171.14 EUR'],
    [5, '', ''],
  ]);
  expect(bill.rows[1]?.findings).toEqual([{ severity: 'error', message: 'no whole number' }]);
  expect(bill.rows[2]?.findings).toHaveLength(2);
  expect([bill.unlisted, bill.quoted, bill.total]).toEqual([1, 2, '753.93 EUR']);
});

it('sorts by every column, and what has no number comes last either way', () => {
  expect(parts('part', false)).toEqual([5, 4, 2, 3]);
  expect(parts('price', false)).toEqual([4, 2, 3, 5]);
  expect(parts('price', true)).toEqual([2, 4, 3, 5]);
  expect(parts('quantity', false)).toEqual([4, 2, 3, 5]);
  expect(parts('thickness', false)).toEqual([4, 2, 3, 5]);
  expect(parts('findings', true)).toEqual([3, 5, 4, 2]);
  expect(bill.rows.map(gravity)).toEqual([1, 3, 2, 3]);
});

it('is of no other report', () => {
  expect(billOf({ ...report, kind: 'components' })).toBeNull();
  expect(billOf({ total_minor: 1, parts: [] })).toBeNull();
  expect(billOf(null)).toBeNull();
});

it('lists what is wrong where nothing could be quoted', () => {
  const { parts: _, total_minor: __, ...none } = report;
  const nothing = billOf({ ...none, quoted_lines: [] })!;
  expect(nothing.rows.map((row) => row.line)).toEqual([3, 5]);
  expect(nothing.total).toBe('');
});
