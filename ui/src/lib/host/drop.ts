import type { DropEvent, PickedFile } from './host';

/**
 * Files dragged over a page. `dragenter` and `dragleave` fire for every element that the pointer
 * crosses, so depth is counted; drags that carry no files are left alone.
 */
export function listenToDrops(
  target: EventTarget,
  pick: (files: File[]) => PickedFile[],
  callback: (event: DropEvent) => void,
): () => void {
  let depth = 0;
  const carriesFiles = (event: DragEvent) => [...(event.dataTransfer?.types ?? [])].includes('Files');
  const on: Record<string, (event: DragEvent) => void> = {
    dragenter: () => {
      depth += 1;
      if (depth === 1) callback({ kind: 'over' });
    },
    dragover: () => {},
    dragleave: () => {
      depth -= 1;
      if (depth === 0) callback({ kind: 'leave' });
    },
    drop: (event) => {
      depth = 0;
      callback({ kind: 'drop', files: pick([...(event.dataTransfer?.files ?? [])]) });
    },
  };
  const listeners = Object.entries(on).map(([name, handle]) => {
    const listener = (event: Event) => {
      if (!carriesFiles(event as DragEvent)) return;
      event.preventDefault();
      handle(event as DragEvent);
    };
    target.addEventListener(name, listener);
    return () => target.removeEventListener(name, listener);
  });
  return () => listeners.forEach((remove) => remove());
}
