import { batchKey, batchOf } from './batches.svelte';
import { isTab, type Tab } from './tabs';

export type Screen = 'jobs' | 'workers' | 'settings';

export interface Place {
  screen: Screen;
  tab: Tab;
  search: string;
  /** The id of the open job, or the key of the open batch. */
  job: string | null;
}

const START: Place = { screen: 'jobs', tab: 'active', search: '', job: null };

/** `#/jobs/failed?q=text&job=id`, or `batch=id`; anything else is the start. */
export function parsePlace(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [screen, tab = null] = path.split('/');
  if (screen === 'workers' || screen === 'settings') return { ...START, screen };
  if (screen !== 'jobs') return START;
  const words = new URLSearchParams(query);
  const batch = words.get('batch');
  return {
    screen,
    tab: isTab(tab) ? tab : START.tab,
    search: words.get('q') ?? '',
    job: batch === null ? words.get('job') : batchKey(batch),
  };
}

export function writePlace(place: Place): string {
  if (place.screen !== 'jobs') return `#/${place.screen}`;
  const words = new URLSearchParams();
  if (place.search !== '') words.set('q', place.search);
  const batch = batchOf(place.job);
  if (batch !== null) words.set('batch', batch);
  else if (place.job !== null) words.set('job', place.job);
  const query = words.size > 0 ? `?${words.toString()}` : '';
  return `#/jobs/${place.tab}${query}`;
}

/** Where the window is. In the address, so that back, reload and a saved link work. */
export class Route {
  place = $state.raw<Place>(START);

  constructor() {
    this.place = parsePlace(window.location.hash);
  }

  /** Follows back and forward. */
  listen(): () => void {
    const read = () => (this.place = parsePlace(window.location.hash));
    window.addEventListener('popstate', read);
    return () => window.removeEventListener('popstate', read);
  }

  /** Goes somewhere; `replace` leaves no step to come back to. */
  go(to: Partial<Place>, how: 'push' | 'replace' = 'push'): void {
    const next = { ...this.place, ...to };
    const address = writePlace(next);
    if (address === writePlace(this.place)) return;
    this.place = next;
    if (how === 'push') window.history.pushState(null, '', address);
    else window.history.replaceState(null, '', address);
  }
}
