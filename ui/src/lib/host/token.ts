const KEY = 'penstock.token';

/**
 * The bearer token. It comes once, in the address (`#token=…`), is taken out of the address bar so that
 * it is in no history and no screenshot, and stays in this tab's session storage until it is exchanged.
 */
export function takeToken(
  location: Pick<Location, 'hash' | 'pathname' | 'search'>,
  history: Pick<History, 'replaceState'>,
  storage: Pick<Storage, 'getItem' | 'setItem'>,
): string | null {
  const given = new URLSearchParams(location.hash.replace(/^#/, '')).get('token');
  if (given !== null && given !== '') {
    storage.setItem(KEY, given);
    history.replaceState(null, '', location.pathname + location.search);
    return given;
  }
  return storage.getItem(KEY);
}

/**
 * Shows the token to the server once, for a cookie that no script can read. What is left to send with each
 * request: nothing after that, or the token where the server would not take it.
 */
export async function exchangeToken(
  token: string | null,
  storage: Pick<Storage, 'removeItem'>,
  ask: typeof fetch = fetch,
): Promise<string | null> {
  if (token === null) return null;
  try {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await ask('/api/session', { method: 'POST', headers });
    if (!answer.ok) return token;
    storage.removeItem(KEY);
    return null;
  } catch {
    // The server is away; the first call says so.
    return token;
  }
}
