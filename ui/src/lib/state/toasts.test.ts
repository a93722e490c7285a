import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Toasts, UNDO_MS } from './toasts.svelte';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('settles once when the time to undo is over', () => {
  const toasts = new Toasts();
  const [undo, settle] = [vi.fn(), vi.fn()];
  toasts.undoable('Deleted', 'Undo', undo, settle);
  vi.advanceTimersByTime(UNDO_MS - 1);
  expect(settle).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(settle).toHaveBeenCalledTimes(1);
  expect([undo.mock.calls.length, toasts.list.length]).toEqual([0, 0]);
});

it('undoes and never settles', () => {
  const toasts = new Toasts();
  const [undo, settle] = [vi.fn(), vi.fn()];
  toasts.act(toasts.undoable('Deleted', 'Undo', undo, settle));
  vi.advanceTimersByTime(10 * UNDO_MS);
  expect([undo.mock.calls.length, settle.mock.calls.length]).toEqual([1, 0]);
});

it('settles at once when the message is dismissed, pushed out, or the window closes', () => {
  const toasts = new Toasts();
  const settled: number[] = [];
  const ids = [1, 2, 3, 4].map((n) =>
    toasts.undoable(
      'Deleted',
      'Undo',
      () => {},
      () => settled.push(n),
    ),
  );
  expect(settled).toEqual([1]);
  toasts.dismiss(ids[1]!);
  expect(settled).toEqual([1, 2]);
  toasts.flush();
  expect(settled).toEqual([1, 2, 3, 4]);
});

it('keeps problems until somebody has read them, and waits while one reads', () => {
  const toasts = new Toasts();
  toasts.problem('Broken');
  const id = toasts.say('Done');
  toasts.pause(id);
  vi.advanceTimersByTime(60_000);
  expect(toasts.list.map((toast) => toast.text)).toEqual(['Broken', 'Done']);
  toasts.resume(id);
  vi.advanceTimersByTime(60_000);
  expect(toasts.list.map((toast) => toast.text)).toEqual(['Broken']);
});
