import { expect, it } from 'vitest';
import { Resource } from './resource.svelte';

it('keeps the answer to the last question, whatever comes in last', async () => {
  const resource = new Resource<string>('It failed');
  let answerFirst: (text: string) => void = () => {};
  const first = resource.load(() => new Promise((resolve) => (answerFirst = resolve)));
  await resource.load(async () => 'second');
  answerFirst('first');
  await first;
  expect([resource.value, resource.loading]).toEqual(['second', false]);
});

it('keeps the last value beside an error', async () => {
  const resource = new Resource<string>('It failed');
  await resource.load(async () => 'good');
  await resource.load(() => Promise.reject(new Error('away')));
  expect(resource.value).toBe('good');
  expect(resource.error?.wire).toMatchObject({ title: 'It failed', detail: 'away' });
});

it('does not bring back what was cleared', async () => {
  const resource = new Resource<string>('It failed');
  const slow = resource.load(async () => 'late');
  resource.clear();
  await slow;
  expect([resource.value, resource.loading]).toEqual([null, false]);
});
