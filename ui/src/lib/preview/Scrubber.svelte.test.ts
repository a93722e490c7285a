import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import Scrubber from './Scrubber.svelte';
import { levelOf } from './synthetic';

// Drawn from 0 to 3 s, and on the next layer from 4 to 6 s.
const LEVEL = levelOf([
  { layer: 0, points: [0, 0, 10, 0, 10, 20] },
  { layer: 1, points: [0, 0, 20, 0] },
]);

let mounted: ReturnType<typeof mount> | null = null;

function show(time: number | null) {
  const state = $state({ time });
  mounted = mount(Scrubber, {
    target: document.body,
    props: {
      get time() {
        return state.time;
      },
      set time(value) {
        state.time = value;
      },
      total_s: 6,
      level: LEVEL,
      colors: ['rgb(1 2 3)', 'rgb(4 5 6)'],
      hiddenLayers: new Set([1]),
    },
  });
  flushSync();
  const slider = document.querySelector<HTMLElement>('[role=slider]')!;
  const press = (key: string, shiftKey = false) => {
    slider.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true }));
    flushSync();
  };
  return { state, slider, press };
}

afterEach(async () => {
  if (mounted !== null) await unmount(mounted);
  mounted = null;
});

test('says where it is in words', () => {
  const { slider } = show(2);
  expect(slider.getAttribute('aria-valuetext')).toBe('0:02 of 0:06');
  expect(slider.getAttribute('aria-valuenow')).toBe('2');
  expect(slider.getAttribute('aria-valuemax')).toBe('6');
});

test('the finished plot is at the end', () => {
  expect(show(null).slider.getAttribute('aria-valuetext')).toBe('0:06 of 0:06');
});

test('keys go to paths, layers and both ends', () => {
  const { state, press } = show(null);
  press('Home');
  expect(state.time).toBe(0);
  press('ArrowRight');
  expect(state.time).toBe(4);
  press('ArrowLeft');
  expect(state.time).toBe(0);
  press('ArrowRight', true);
  expect(state.time).toBe(4);
  press('PageDown');
  expect(state.time).toBeCloseTo(3.7);
  press('End');
  expect(state.time).toBeNull();
});

test('has a band for each layer, faint where it is hidden', () => {
  show(0);
  const bands = [...document.querySelectorAll<HTMLElement>('.bands span:not(.ahead)')];
  expect(bands.map((band) => band.style.left)).toEqual(['0%', `${(100 * 4) / 6}%`]);
  expect(bands.map((band) => band.classList.contains('hidden'))).toEqual([false, true]);
});

test('plays from the start when it stands at the end', () => {
  const { state, press } = show(null);
  press(' ');
  expect(state.time).toBe(0);
  expect(document.querySelector('.play')?.getAttribute('aria-label')).toBe('Pause');
  press(' ');
  expect(document.querySelector('.play')?.getAttribute('aria-label')).toBe('Play in 20 seconds');
});
