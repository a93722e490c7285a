import { expect, it } from 'vitest';
import { completed, completions } from './complete';

const KNOWN = {
  queue: ['default', 'low', 'Low gloss'],
  task: ['plot', 'nest'],
  worker: ['shop-pi-1', 'shop-pi-2'],
  batch: ['b-1'],
};

it('offers keys, then their values', () => {
  expect(completions('que', KNOWN)).toEqual(['queue:']);
  expect(completions('flange queue:', KNOWN)).toEqual(['queue:default', 'queue:low', 'queue:Low gloss']);
  expect(completions('state:f', KNOWN)).toEqual(['state:finished', 'state:failed']);
  expect(completions('task:', KNOWN)).toEqual(['task:plot', 'task:nest']);
  expect(completions('worker:Shop', KNOWN)).toEqual(['worker:shop-pi-1', 'worker:shop-pi-2']);
});

it('offers nothing for what is complete or begins nothing', () => {
  for (const search of ['', 'flange ', 'flange', 'queue:default', 'colour:r', 'state:failed']) {
    expect(completions(search, KNOWN)).toEqual([]);
  }
});

it('replaces the last word only', () => {
  expect(completed('flange que', 'queue:')).toBe('flange queue:');
  expect(completed('flange queue:l', 'queue:low')).toBe('flange queue:low ');
});
