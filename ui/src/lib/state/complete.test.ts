import { expect, it } from 'vitest';
import { completed, completions } from './complete';

const QUEUES = ['default', 'low', 'Low gloss'];

it('offers keys, then their values', () => {
  expect(completions('que', QUEUES)).toEqual(['queue:']);
  expect(completions('flange queue:', QUEUES)).toEqual(['queue:default', 'queue:low', 'queue:Low gloss']);
  expect(completions('state:f', QUEUES)).toEqual(['state:finished', 'state:failed']);
});

it('offers nothing for what is complete or begins nothing', () => {
  for (const search of ['', 'flange ', 'flange', 'queue:default', 'colour:r', 'state:failed']) {
    expect(completions(search, QUEUES)).toEqual([]);
  }
});

it('replaces the last word only', () => {
  expect(completed('flange que', 'queue:')).toBe('flange queue:');
  expect(completed('flange queue:l', 'queue:low')).toBe('flange queue:low ');
});
