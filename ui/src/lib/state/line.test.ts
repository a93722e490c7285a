import { describe, expect, it } from 'vitest';
import { job } from '../../../tests/mock/jobs';
import { changes, dropTarget, lineOf, stepTarget, waysBack } from './line';

const jobs = [
  job({ id: 'r', state: 'running' }),
  job({ id: 'a' }),
  job({ id: 'b' }),
  job({ id: 'x', queue: 'low' }),
  job({ id: 'c' }),
  job({ id: 'd', state: 'retrying' }),
];
const shown = jobs.map(({ id }) => id);
const find = (id: string) => jobs.find((known) => known.id === id);
const line = lineOf('default', shown, find);

it('is made of the ready jobs of one queue', () => {
  expect(line).toEqual(['a', 'b', 'c']);
  expect(lineOf('low', shown, find)).toEqual(['x']);
});

describe('one place', () => {
  it('goes before the neighbour above, or the one after the neighbour below', () => {
    expect(stepTarget(line, 'b', -1)).toBe('a');
    expect(stepTarget(line, 'a', 1)).toBe('c');
    expect(stepTarget(line, 'b', 1)).toBe('end');
  });
  it('ends at the ends', () => {
    expect(stepTarget(line, 'a', -1)).toBe(null);
    expect(stepTarget(line, 'c', 1)).toBe(null);
    expect(stepTarget(line, 'r', 1)).toBe(null);
  });
});

describe('a drop', () => {
  it('takes the next ready job of the same queue below the gap', () => {
    expect(dropTarget(line, ['x', 'c', 'd'], new Set(['a']))).toBe('c');
    expect(dropTarget(line, ['b', 'c'], new Set(['b']))).toBe('c');
    expect(dropTarget(line, ['d'], new Set(['a']))).toBe('end');
  });
  it('tells whether anything would change', () => {
    expect(changes(line, ['a'], 'b')).toBe(false);
    expect(changes(line, ['c'], 'end')).toBe(false);
    expect(changes(line, ['a'], 'c')).toBe(true);
    expect(changes(line, ['a', 'c'], 'b')).toBe(true);
  });
});

describe('the way back', () => {
  it('leads each job before what stood behind it, the last one first', () => {
    expect(waysBack(['a', 'c'], shown, true, find)).toEqual([
      { id: 'c', to: { queue: 'default' } },
      { id: 'a', to: { before: 'b' } },
    ]);
  });
  it('is not known while the end of the line is not', () => {
    expect(waysBack(['c'], shown, false, find)).toBe(null);
    expect(waysBack(['a'], shown, false, find)).toEqual([{ id: 'a', to: { before: 'b' } }]);
    expect(waysBack(['elsewhere'], shown, true, find)).toBe(null);
  });
});
