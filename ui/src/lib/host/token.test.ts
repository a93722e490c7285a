import { expect, it, vi } from 'vitest';
import { takeToken } from './token';

function place(hash: string) {
  const kept = new Map<string, string>();
  return {
    location: { hash, pathname: '/', search: '?x' },
    history: { replaceState: vi.fn() },
    storage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    },
  };
}

it('takes the token out of the address and keeps it for reloads', () => {
  const { location, history, storage } = place('#token=s%2Bcret');
  expect(takeToken(location, history, storage)).toBe('s+cret');
  expect(history.replaceState).toHaveBeenCalledWith(null, '', '/?x');
  expect(takeToken({ ...location, hash: '#/jobs/failed' }, history, storage)).toBe('s+cret');
});

it('leaves other addresses alone', () => {
  const { location, history, storage } = place('#/jobs/all?q=token');
  expect(takeToken(location, history, storage)).toBeNull();
  expect(history.replaceState).not.toHaveBeenCalled();
});
