import { expect, it } from 'vitest';
import { listenToDrops } from './drop';
import type { DropEvent } from './host';

function drag(name: string, types: string[], files: File[] = []): Event {
  const event = new Event(name, { cancelable: true });
  Object.assign(event, { dataTransfer: { types, files } });
  return event;
}

it('counts depth, so that crossing an element is no leaving', () => {
  const target = new EventTarget();
  const seen: DropEvent[] = [];
  const stop = listenToDrops(
    target,
    (files) => files.map((file) => ({ name: file.name, open: async () => ({ path: '' }) })),
    (event) => seen.push(event),
  );
  target.dispatchEvent(drag('dragenter', ['Files']));
  target.dispatchEvent(drag('dragenter', ['Files']));
  target.dispatchEvent(drag('dragleave', ['Files']));
  expect(seen.map((event) => event.kind)).toEqual(['over']);
  target.dispatchEvent(drag('drop', ['Files'], [new File(['x'], 'a.svg')]));
  expect(seen.at(-1)).toMatchObject({ kind: 'drop', files: [{ name: 'a.svg' }] });
  stop();
  target.dispatchEvent(drag('dragenter', ['Files']));
  expect(seen).toHaveLength(2);
});

it('leaves drags of text alone', () => {
  const target = new EventTarget();
  const seen: DropEvent[] = [];
  listenToDrops(
    target,
    () => [],
    (event) => seen.push(event),
  );
  const event = drag('dragover', ['text/plain']);
  target.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(false);
  expect(seen).toEqual([]);
});
