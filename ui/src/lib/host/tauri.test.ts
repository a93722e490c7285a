import { beforeEach, expect, it, vi } from 'vitest';
import { TauriHost } from './tauri';

const invoke = vi.fn();
vi.mock('@tauri-apps/api/core', () => ({
  invoke: (...args: unknown[]) => invoke(...args),
  Channel: class {
    onmessage: ((message: unknown) => void) | null = null;
  },
}));
vi.mock('@tauri-apps/api/webview', () => ({
  getCurrentWebview: () => ({ onDragDropEvent: async () => () => {} }),
}));

beforeEach(() => void invoke.mockReset());

it('wraps every request', async () => {
  invoke.mockResolvedValue([]);
  await new TauriHost().call('list_workers', {});
  expect(invoke).toHaveBeenCalledWith('list_workers', { request: {} });
});

it('takes geometry as an ArrayBuffer', async () => {
  const bytes = new ArrayBuffer(8);
  invoke.mockResolvedValue(bytes);
  expect(await new TauriHost().previewLevel('h', 0)).toBe(bytes);
});

it('refuses geometry that fell back to JSON', async () => {
  invoke.mockResolvedValue([1, 2, 3]);
  const thrown = await new TauriHost().previewLevel('h', 0).catch((e) => e);
  expect(thrown.wire.detail).toBe('preview_level gave [object Array]');
});

it('passes the service’s error on', async () => {
  const wire = { code: 'not_found', title: 'There is no job x', advice: null, detail: null, field: null };
  invoke.mockImplementation(() => Promise.reject(wire));
  const thrown = await new TauriHost().call('get_job', { id: 'x' }).catch((e) => e);
  expect(thrown.wire).toEqual(wire);
});
