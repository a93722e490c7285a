import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import type { PreviewInfo } from './info';
import Preview from './Preview.svelte';
import { encodeLevel, levelOf } from './synthetic';

const BYTES = encodeLevel(levelOf([{ layer: 0, points: [0, 0, 100, 0] }]));
const INFO: PreviewInfo = {
  handle: 'a',
  width_mm: 297,
  height_mm: 210,
  layers: [{ name: 'Ink', color: '#000000', pen_width_mm: 0.3, paths: 1, draw_mm: 100 }],
  levels: [{ tolerance_mm: 0.05, segments: 1, bytes: BYTES.byteLength }],
  time_s: 10,
};

let mounted: ReturnType<typeof mount> | null = null;

function show(info: PreviewInfo) {
  // There is no layout here, and without a size nothing would be drawn.
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
  const fetchLevel = vi.fn(async () => BYTES.slice(0));
  mounted = mount(Preview, {
    target: document.body,
    props: { info, fetchLevel, theme: 'light' as const, label: 'A line', renderer: 'canvas2d' as const },
  });
  flushSync();
  return fetchLevel;
}

afterEach(async () => {
  if (mounted !== null) await unmount(mounted);
  mounted = null;
  vi.restoreAllMocks();
});

test('is a picture with a text alternative that takes the focus', () => {
  show(INFO);
  const view = document.querySelector('[role=img]');
  expect(view?.getAttribute('aria-label')).toBe('A line');
  expect(view?.getAttribute('tabindex')).toBe('0');
  expect(document.querySelector('.ruler')?.textContent).toContain('297 × 210 mm');
});

test('has no controls inside the picture', () => {
  show(INFO);
  expect(document.querySelector('[role=img] button, [role=img] [role=slider]')).toBeNull();
  expect(document.querySelectorAll('.toolbar button').length).toBe(3);
});

test('fetches the coarsest level of its picture', async () => {
  const fetchLevel = show(INFO);
  await vi.waitFor(() => expect(fetchLevel).toHaveBeenCalledWith('a', 0));
});

test('has a scrubber only where there is time', async () => {
  show({ ...INFO, time_s: 0 });
  expect(document.querySelector('[role=slider]')).toBeNull();
});

test('says so where the window cannot draw', async () => {
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  show(INFO);
  const notice = () => document.querySelector('[role=status]')?.textContent;
  await vi.waitFor(() => expect(notice()).toContain('it has no 2D canvas'));
});
