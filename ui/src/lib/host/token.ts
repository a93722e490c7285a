const KEY = 'penstock.token';

/**
 * The bearer token. It comes once, in the address (`#token=…`), is taken out of the address bar so that
 * it is in no history and no screenshot, and stays in this tab's session storage.
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
