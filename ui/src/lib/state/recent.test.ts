import { beforeEach, expect, it } from 'vitest';
import { pickedPath } from '../host/host';
import { Recent } from './recent.svelte';

beforeEach(() => localStorage.clear());

it('remembers the newest files, each once, between starts', () => {
  const recent = new Recent();
  for (let n = 1; n <= 10; n += 1) recent.note([pickedPath(`/d/${n}.svg`)]);
  recent.note([pickedPath('/d/5.svg')]);
  const names = ['5', '10', '9', '8', '7', '6', '4', '3'].map((n) => `${n}.svg`);
  expect(recent.files.map((file) => file.name)).toEqual(names);
  expect(new Recent().files.map((file) => file.name)).toEqual(names);
});

it('remembers nothing whose place is not known', () => {
  const recent = new Recent();
  recent.note([{ name: 'uploaded.svg', open: () => Promise.resolve({ sample: {} }) }]);
  expect(recent.files).toEqual([]);
});
