import { describe, expect, test, vi } from 'vitest';
import type { PreviewInfo } from './info';
import { SceneStore } from './store';
import { encodeLevel, levelOf } from './synthetic';

const BYTES = encodeLevel(levelOf([{ layer: 0, points: [0, 0, 10, 0] }]));

function picture(handle: string, levels = 4): PreviewInfo {
  const layer = { name: 'Ink', color: '#000000', pen_width_mm: 0.3, paths: 1, draw_mm: 10 };
  const level = { tolerance_mm: 0.1, segments: 1, bytes: BYTES.byteLength };
  return {
    handle,
    width_mm: 10,
    height_mm: 10,
    layers: [layer],
    levels: Array.from({ length: levels }, () => level),
    time_s: 1,
  };
}

function storeOf(fetch: (handle: string, level: number) => Promise<ArrayBuffer>) {
  const fetched = vi.fn(fetch);
  const arrived = vi.fn();
  return { store: new SceneStore(fetched, arrived), fetched, arrived };
}

describe('levels as they arrive', () => {
  test('start with the coarsest, and each is fetched once', async () => {
    const { store, fetched, arrived } = storeOf(async () => BYTES.slice(0));
    store.open(picture('a'));
    store.want(0);
    expect(store.fetching).toBe(true);
    await vi.waitFor(() => expect(arrived).toHaveBeenCalledTimes(1));
    store.want(2);
    store.want(2);
    await vi.waitFor(() => expect(store.loaded()).toEqual([0, 2]));
    store.want(2);
    expect(fetched.mock.calls).toEqual([
      ['a', 0],
      ['a', 2],
    ]);
    expect(store.fetching).toBe(false);
  });

  test('give the nearest coarser one until the wanted one is there', async () => {
    const { store } = storeOf(async () => BYTES.slice(0));
    store.open(picture('a'));
    expect(store.nearest(3)).toBeNull();
    await vi.waitFor(() => expect(store.nearest(3)?.number).toBe(0));
    store.want(2);
    await vi.waitFor(() => expect(store.nearest(3)?.number).toBe(2));
    expect(store.nearest(1)?.number).toBe(0);
  });

  test('stay for the other side of a comparison, and the coarsest of all levels stays longest', async () => {
    const { store, fetched } = storeOf(async () => BYTES.slice(0));
    store.open(picture('before', 6));
    for (const level of [1, 2, 3, 4]) {
      store.want(level);
      await vi.waitFor(() => expect(store.get(level)).not.toBeNull());
    }
    expect(store.loaded()).toEqual([0, 3, 4]);
    store.open(picture('after'));
    await vi.waitFor(() => expect(store.get(0)).not.toBeNull());
    const calls = fetched.mock.calls.length;
    store.open(picture('before', 6));
    expect(store.loaded()).toEqual([0, 3, 4]);
    expect(fetched.mock.calls.length).toBe(calls);
  });

  test('that come after their picture was closed are not shown', async () => {
    let answer: (bytes: ArrayBuffer) => void = () => {};
    const { store, arrived } = storeOf((handle) =>
      handle === 'slow' ? new Promise((resolve) => (answer = resolve)) : Promise.resolve(BYTES.slice(0)),
    );
    store.open(picture('slow'));
    store.open(picture('b'));
    await vi.waitFor(() => expect(arrived).toHaveBeenCalledTimes(1));
    answer(new ArrayBuffer(3));
    await Promise.resolve();
    expect(store.error).toBeNull();
    expect(arrived).toHaveBeenCalledTimes(1);
  });
});

describe('a level that cannot be had', () => {
  test('is reported and tried again only when asked', async () => {
    let broken = true;
    const { store, fetched } = storeOf(async () => {
      if (broken) throw Object.assign(new Error('The artifact is gone'));
      return BYTES.slice(0);
    });
    store.open(picture('a'));
    await vi.waitFor(() => expect(store.error).toBe('The artifact is gone'));
    store.want(0);
    expect(fetched).toHaveBeenCalledTimes(1);
    broken = false;
    store.retry();
    expect(store.error).toBeNull();
    await vi.waitFor(() => expect(store.get(0)).not.toBeNull());
  });

  test('may also be damaged', async () => {
    const { store } = storeOf(async () => BYTES.slice(0, 20));
    store.open(picture('a'));
    await vi.waitFor(() => expect(store.error).toMatch(/cut short/));
  });
});
