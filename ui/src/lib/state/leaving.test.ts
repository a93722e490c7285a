import { expect, it } from 'vitest';
import type { WorkerInfo } from '../api/bindings';
import { MockHost } from '../../../tests/mock/host';
import { Leaving } from './leaving.svelte';

function stage() {
  const host = new MockHost(undefined, false);
  let workers: WorkerInfo[] = [];
  let open = false;
  const leaving = new Leaving(
    host,
    () => workers,
    (to) => (open = to),
  );
  const run = (name: string, jobs: number) => {
    workers = [{ name, jobs: Array.from({ length: jobs }, (_, at) => `job-${at}`) } as unknown as WorkerInfo];
  };
  return { host, leaving, run, asked: () => open };
}

it('asks, and stays when told so', () => {
  const { host, leaving, asked } = stage();
  leaving.ask(2, ['studio']);
  expect(asked()).toBe(true);
  expect(leaving.running).toBe(2);
  leaving.stay();
  expect(asked()).toBe(false);
  expect(host.left).toEqual([false]);
});

it('waits for what runs here, and leaves when it is done', async () => {
  const { host, leaving, run } = stage();
  run('studio', 1);
  leaving.ask(1, ['studio']);
  await leaving.whenDone();
  expect(leaving.waits).toBe(true);
  expect(host.left).toEqual([]);
  run('another', 1);
  leaving.look();
  expect(host.left).toEqual([true]);
});
