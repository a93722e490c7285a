import { expect, it } from 'vitest';
import { Selection } from './selection.svelte';

const shown = ['a', 'b', 'c', 'd'];

it('steps through the list and stops at its ends', () => {
  const selection = new Selection({ job: null });
  expect(selection.step(shown, 1)).toBe('a');
  expect(selection.step(shown, -1)).toBe('a');
  expect(selection.step(shown, 9)).toBe('d');
  expect(new Selection({ job: null }).step(shown, -1)).toBe('d');
  expect(new Selection({ job: null }).step([], 1)).toBeNull();
});

it('ticks a range from the last place, either way', () => {
  const selection = new Selection({ job: null });
  selection.open('c');
  selection.range(shown, 'a');
  expect([...selection.checked].sort()).toEqual(['a', 'b', 'c']);
});

it('acts on the ticked, else on the open one', () => {
  const selection = new Selection({ job: 'b' });
  expect(selection.targets).toEqual(['b']);
  selection.toggle('a');
  selection.toggle('d');
  selection.toggle('a');
  expect(selection.targets).toEqual(['d']);
});

it('forgets what is gone', () => {
  const selection = new Selection({ job: 'b' });
  selection.all(shown);
  selection.drop(['a', 'b']);
  expect(selection.current).toBeNull();
  expect([...selection.checked]).toEqual(['c', 'd']);
});
