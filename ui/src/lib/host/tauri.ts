// The only file that knows Tauri.
import { Channel, invoke } from '@tauri-apps/api/core';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import type { Update } from '../api/bindings';
import { asCallError, CallError, type CommandName, type RequestOf, type ResponseOf } from '../api/commands';
import { errors } from '../text/en';
import { isMac, pickedPath, type DropEvent, type Host, type Link, type PickedFile } from './host';

async function ask<T>(command: string, args: Record<string, unknown>): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (thrown) {
    throw asCallError(thrown, errors.callFailed(command));
  }
}

/**
 * Bytes as bytes. With a content security policy that lacks `ipc:`, Tauri falls back to JSON without a
 * word and gives an array: ten times slower, and not geometry any more.
 */
async function askBytes(command: string, args: Record<string, unknown>): Promise<ArrayBuffer> {
  const bytes: unknown = await ask(command, args);
  if (bytes instanceof ArrayBuffer) return bytes;
  const detail = `${command} gave ${Object.prototype.toString.call(bytes)}`;
  throw new CallError({
    code: 'internal',
    title: errors.notBinary,
    advice: errors.notBinaryAdvice,
    detail,
    field: null,
  });
}

/** The desktop window. */
export class TauriHost implements Host {
  readonly platform = { kind: 'desktop' as const, mac: isMac() };

  call<C extends CommandName>(command: C, request: RequestOf<C>): Promise<ResponseOf<C>> {
    return ask(command, { request });
  }

  updates(onUpdate: (update: Update) => void, onLink: (link: Link) => void): () => void {
    let stopped = false;
    const channel = new Channel<Update>();
    channel.onmessage = (update) => {
      if (!stopped) onUpdate(update);
    };
    onLink('connecting');
    ask('subscribe', { channel }).then(
      () => !stopped && onLink('live'),
      () => !stopped && onLink('away'),
    );
    return () => {
      stopped = true;
    };
  }

  previewLevel(handle: string, level: number): Promise<ArrayBuffer> {
    return askBytes('preview_level', { handle, level });
  }

  previewCoverage(handle: string): Promise<ArrayBuffer> {
    return askBytes('preview_coverage', { handle });
  }

  async chooseFiles(): Promise<PickedFile[]> {
    const paths = await ask<string[]>('choose_files', {});
    return paths.map(pickedPath);
  }

  saveArtifact(id: string, name: string, suggested: string): Promise<string | null> {
    return ask('save_artifact', { id, name, suggested });
  }

  saveBatchReport(id: string, name: string): Promise<string | null> {
    return ask('save_batch_report', { id, name });
  }

  notify(title: string, body: string): Promise<void> {
    return ask('notify', { title, body });
  }

  showProgress(fraction: number | null, sentence: string | null): Promise<void> {
    return ask('show_progress', { percent: fraction === null ? null : Math.floor(100 * fraction), sentence });
  }

  async dragArtifact(event: DragEvent, id: string, name: string): Promise<void> {
    // The system drags a file; the page's own drag would be a link.
    event.preventDefault();
    await ask('drag_artifact', { id, name });
  }

  readyToDrag(): Promise<void> {
    return Promise.resolve();
  }

  onMenu(callback: (command: string) => void): () => void {
    const listening = getCurrentWebview().listen<string>('menu', ({ payload }) => callback(payload));
    return () => void listening.then((stop) => stop());
  }

  onClosing(callback: (running: number, workers: string[]) => void): () => void {
    const listening = getCurrentWebview().listen<{ running: number; workers: string[] }>(
      'closing',
      ({ payload }) => callback(payload.running, payload.workers),
    );
    return () => void listening.then((stop) => stop());
  }

  leave(now: boolean): Promise<void> {
    return ask('leave', { now });
  }

  onDrop(callback: (event: DropEvent) => void): () => void {
    const listening = getCurrentWebview().onDragDropEvent(({ payload }) => {
      if (payload.type === 'enter') callback({ kind: 'over' });
      else if (payload.type === 'leave') callback({ kind: 'leave' });
      else if (payload.type === 'drop') callback({ kind: 'drop', files: payload.paths.map(pickedPath) });
    });
    return () => void listening.then((stop) => stop());
  }
}
