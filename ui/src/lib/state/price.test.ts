import { expect, it } from 'vitest';
import { priceOf } from './price';

const line = (name: string, part: string | null, minor: number) => ({
  name,
  part,
  amount_minor: minor,
  formula: '(quantity * cutting_s / 3600 * machine_per_hour) * minor_per_major',
  inputs: { quantity: 40, cutting_s: 177.51237427844595, minor_per_major: 100 },
});
const report = {
  currency: 'EUR',
  minor_per_major: 100,
  total_minor: 18175,
  lines: [line('Setup', null, 2500), line('Machine time', 'plate', 15675)],
};

it('has every line with its amount, its formula and its figures', () => {
  const price = priceOf(report)!;
  expect([price.total, price.unlisted]).toEqual(['181.75 EUR', 0]);
  expect(price.lines.map(({ name, part, amount }) => [name, part, amount])).toEqual([
    ['Setup', null, '25.00 EUR'],
    ['Machine time', null, '156.75 EUR'],
  ]);
  expect(price.lines[1]!.formula).toContain('machine_per_hour');
  expect(price.lines[1]!.inputs).toEqual([
    { name: 'quantity', value: '40' },
    { name: 'cutting_s', value: '177.512' },
    { name: 'minor_per_major', value: '100' },
  ]);
});

it('names the part where there are several, and says how many lines it leaves out', () => {
  const many = Array.from({ length: 250 }, (_, at) => line('Machine time', `part-${at}`, at));
  const price = priceOf({ ...report, lines: many })!;
  expect(price.lines[3]!.part).toBe('part-3');
  expect(new Set(price.lines.map(({ key }) => key)).size).toBe(200);
  expect(price.unlisted).toBe(50);
});

it('finds none where there is none', () => {
  for (const other of [null, {}, { ...report, lines: [] }, { ...report, total_minor: null }, { lines: 'x' }])
    expect(priceOf(other)).toBe(null);
});
