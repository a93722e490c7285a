import type { Host } from './host';
import { exchangeToken, takeToken } from './token';
import { WebHost } from './web';

/** The host for the place this page runs in. */
export async function openHost(): Promise<Host> {
  if ('__TAURI_INTERNALS__' in window) {
    const { TauriHost } = await import('./tauri');
    return new TauriHost();
  }
  if (import.meta.env.DEV && new URLSearchParams(window.location.search).has('mock')) {
    const { MockHost } = await import('../../../tests/mock/host');
    const host = new MockHost();
    const wants = new URLSearchParams(window.location.search).getAll('mock');
    host.shared = wants.includes('redis');
    if (host.shared) host.remote.handlers.choose_connection({ name: 'Workshop Redis' });
    if (wants.includes('away')) {
      host.trouble = 'redis.workshop:6380 does not answer';
      host.remote.handlers.hold_job({ job: { task: 'plot', label: 'flow-field-a3.svg', count: 3 } });
    }
    host.readOnly = wants.includes('read-only');
    return host;
  }
  const token = takeToken(window.location, window.history, window.sessionStorage);
  return new WebHost(await exchangeToken(token, window.sessionStorage));
}
