// The address of a Redis store, taken apart for a form. The service has the last word on what it means.

/** An address without its password, in the parts that most people fill in. */
export interface StoreAddress {
  tls: boolean;
  user: string;
  host: string;
  port: string;
  database: string;
  /** What follows the question mark, without it: `prefix=shop`. */
  query: string;
}

const USUAL_PORT = '6379';
const PARTS = /^(rediss?):\/\/(?:([^@/?]*)@)?(\[[^\]]*\]|[^:/?,]*)(?::(\d*))?(?:\/(\d*))?(?:\?(.*))?$/;
const SECRET = /^([a-z+]+:\/\/[^:@/?]*):([^@/?]*)@/;

/** The parts of `redis://…` and `rediss://…`; null for sockets, sentinels and what is no address. */
export function readAddress(url: string): StoreAddress | null {
  const found = PARTS.exec(url.trim());
  if (found === null) return null;
  const [, scheme, user = '', host = '', port = '', database = '', query = ''] = found;
  const plain = decode(user.split(':')[0] ?? '');
  return { tls: scheme === 'rediss', user: plain, host, port: port || USUAL_PORT, database, query };
}

export function writeAddress(address: StoreAddress): string {
  const { tls, user, host, port, database, query } = address;
  const who = user === '' ? '' : `${encodeURIComponent(user)}@`;
  const at = port === '' || port === USUAL_PORT ? host : `${host}:${port}`;
  const path = database === '' || database === '0' ? '' : `/${database}`;
  return `${tls ? 'rediss' : 'redis'}://${who}${at}${path}${query === '' ? '' : `?${query}`}`;
}

/** An address that somebody pasted, and the password that was in it. */
export function withoutPassword(url: string): { url: string; password: string | null } {
  const found = SECRET.exec(url);
  if (found === null) return { url, password: null };
  const [all, before = '', password = ''] = found;
  const at = before.endsWith('/') ? '' : '@';
  return { url: `${before}${at}${url.slice(all.length)}`, password: decode(password) };
}

export function withPassword(url: string, password: string): string {
  if (password === '') return url;
  const secret = `:${encodeURIComponent(password)}@`;
  return url.replace(/^([a-z+]+:\/\/)(?:([^@/?]*)@)?/, (_, scheme: string, user?: string) =>
    [scheme, user ?? '', secret].join(''),
  );
}

/**
 * The address of a store that the service describes for people ("shop:6379, database 2, with TLS"); null
 * for sentinels, and for files, which have none.
 */
export function addressOf(described: string): string | null {
  const text = described.replace(/^Redis, /, '');
  const found = /^(\[[^\]]+\]|[^\s,:/]+):(\d+)((?:, .*)?)$/.exec(text);
  if (found === null) return /^\/[^,]*$/.test(text) ? `redis+unix://${text}` : null;
  const [, host = '', port = '', rest = ''] = found;
  const prefix = /, keys (.+):…/.exec(rest)?.[1];
  return writeAddress({
    tls: rest.includes(', with TLS'),
    user: '',
    host,
    port,
    database: /, database (\d+)/.exec(rest)?.[1] ?? '',
    query: prefix === undefined ? '' : `prefix=${encodeURIComponent(prefix)}`,
  });
}

/** Within this computer nobody listens on the way. */
const HERE = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** What is sent there can be read on the way, as far as the address tells. */
export function isReadable(url: string): boolean {
  const address = readAddress(url);
  return address !== null && !address.tls && address.host !== '' && !HERE.test(address.host);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone percent sign stands for itself.
    return text;
  }
}
