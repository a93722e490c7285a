import { describe, expect, it } from 'vitest';
import { addressOf, isReadable, readAddress, withoutPassword, withPassword, writeAddress } from './store-url';

it('takes an address apart and puts it together again', () => {
  const url = 'rediss://anna%40shop@redis.shop:7000/2?prefix=shop';
  const address = readAddress(url);
  expect(address).toEqual({
    tls: true,
    user: 'anna@shop',
    host: 'redis.shop',
    port: '7000',
    database: '2',
    query: 'prefix=shop',
  });
  expect(writeAddress(address!)).toBe(url);
});

it('leaves out what is usual', () => {
  expect(writeAddress(readAddress('redis://shop:6379/0')!)).toBe('redis://shop');
  expect(writeAddress(readAddress('redis://[::1]:6380')!)).toBe('redis://[::1]:6380');
});

it('has no parts for sockets, sentinels and nonsense', () => {
  for (const url of ['redis+unix:///run/redis.sock', 'redis+sentinel://a,b/group', 'http://shop', 'shop']) {
    expect(readAddress(url)).toBeNull();
  }
});

describe('a password', () => {
  it('is taken out of what was pasted, and put back only where it is sent', () => {
    for (const url of [
      'redis://:s%3Acret@shop',
      'rediss://anna:s%3Acret@shop:7000/1?prefix=x',
      'redis+sentinel://anna:s%3Acret@a,b/group',
      'redis+unix://:s%3Acret@/run/redis.sock',
    ]) {
      const parts = withoutPassword(url);
      expect(parts.password).toBe('s:cret');
      expect(parts.url).not.toContain('cret');
      expect(withPassword(parts.url, 's:cret')).toBe(url);
    }
  });
  it('is not looked for where there is none', () => {
    expect(withoutPassword('redis://anna@shop:6379')).toEqual({
      url: 'redis://anna@shop:6379',
      password: null,
    });
    expect(withPassword('redis://shop', '')).toBe('redis://shop');
  });
  it('may hold a dollar sign', () => {
    expect(withPassword('redis://shop', '$&x')).toBe('redis://:%24%26x@shop');
  });
});

it('finds the address in what the service says for people', () => {
  expect(addressOf('shop:6379')).toBe('redis://shop');
  expect(addressOf('Redis, shop:7000, database 2, with TLS, keys {rq}:…')).toBe(
    'rediss://shop:7000/2?prefix=%7Brq%7D',
  );
  expect(addressOf('/run/redis.sock')).toBe('redis+unix:///run/redis.sock');
  expect(addressOf('master by the sentinels a:1, b:2')).toBeNull();
  expect(addressOf('Embedded queue, /home/anna/queue.db')).toBeNull();
});

it('knows what can be read on the way', () => {
  expect(['redis://shop', 'redis://10.0.0.3:7000'].every(isReadable)).toBe(true);
  expect(
    ['rediss://shop', 'redis://localhost', 'redis://127.0.0.1:1', 'redis://[::1]', 'redis://', 'x'].some(
      isReadable,
    ),
  ).toBe(false);
});
