import { expect, it, vi } from 'vitest';
import { exchangeToken, takeToken } from './token';

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

it('exchanges the token for a cookie and forgets it', async () => {
  const removeItem = vi.fn();
  const ask = vi.fn(() => Promise.resolve(new Response('{}')));
  expect(await exchangeToken('secret', { removeItem }, ask as typeof fetch)).toBeNull();
  expect(ask).toHaveBeenCalledWith('/api/session', {
    method: 'POST',
    headers: { authorization: 'Bearer secret' },
  });
  expect(removeItem).toHaveBeenCalledOnce();
});

it('keeps the token where it is not taken, and asks nothing without one', async () => {
  const removeItem = vi.fn();
  const refuse = vi.fn(() => Promise.resolve(new Response('', { status: 401 })));
  const away = vi.fn(() => Promise.reject(new TypeError('failed to fetch')));
  expect(await exchangeToken('old', { removeItem }, refuse as typeof fetch)).toBe('old');
  expect(await exchangeToken('old', { removeItem }, away as typeof fetch)).toBe('old');
  expect(await exchangeToken(null, { removeItem }, refuse as typeof fetch)).toBeNull();
  expect(refuse).toHaveBeenCalledOnce();
  expect(removeItem).not.toHaveBeenCalled();
});
