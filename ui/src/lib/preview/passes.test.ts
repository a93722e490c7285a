import { describe, expect, test } from 'vitest';
import { buildScene } from './scene';
import { clipRanges, planPasses, runsInView, Slices, type PassKind, type Plan, type Target } from './passes';
import { encodeLevel, levelOf } from './synthetic';
import type { Look } from './renderer';

const LEVEL = levelOf([
  { layer: 0, points: [0, 0, 10, 0, 10, 20] },
  { layer: 1, points: [20, 20] },
  { layer: 0, points: [30, 20, 30, 10] },
]);
const SCENE = buildScene(encodeLevel(LEVEL), 0, 2);
const LOOK: Look = {
  layers: [0, 1].map(() => ({ color: [0, 0, 0], ghost: [1, 1, 1], pen_width_mm: 0.5 })),
  hidden: new Set(),
  travel: null,
  travelGhost: [0, 0, 0],
  order: null,
  orderGhost: [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ],
  total_s: 6,
};
const FINISHED: Target = {
  scene: SCENE,
  camera: { x: 15, y: 10, scale: 10 },
  view: { width: 800, height: 600 },
  ratio: 1,
  look: LOOK,
  time_s: null,
};

function planned(target: Target, before: Target | null): Plan {
  return planPasses(target, before, runsInView(target, Infinity));
}

function summary(plan: Plan): [PassKind, number[]][] {
  return plan.passes.map((pass) => [pass.kind, [...pass.ranges]]);
}

describe('a plan', () => {
  test('for the finished plot is its ink', () => {
    const plan = planned(FINISHED, null);
    expect(plan.onTop).toBe(false);
    // The gaps 2 → 3 and 3 → 4 are left out; 3 is the dot.
    expect(summary(plan)).toEqual([['ink', [0, 2, 3, 5]]]);
  });

  test('parts what is drawn from what is not', () => {
    // At 0.5 s the tool is inside stroke 0, which belongs to both.
    const plan = planned({ ...FINISHED, time_s: 0.5 }, null);
    expect(summary(plan)).toEqual([
      ['ghost', [0, 2, 3, 5]],
      ['ink', [0, 1]],
    ]);
    expect(plan.passes[1]).toMatchObject({ from_s: -Infinity, to_s: 0.5 });
  });

  test('for a later moment adds only what was drawn in between', () => {
    const before = { ...FINISHED, time_s: 0.5 };
    const plan = planned({ ...FINISHED, time_s: 2 }, before);
    expect(plan.onTop).toBe(true);
    expect(summary(plan)).toEqual([['ink', [0, 2]]]);
    expect(plan.passes[0]).toMatchObject({ from_s: 0.5, to_s: 2 });
  });

  test('up to the end adds the rest', () => {
    const plan = planned(FINISHED, { ...FINISHED, time_s: 4.5 });
    expect(plan.onTop).toBe(true);
    // The dot, stroke 3, is the last that began; it is over, so its time keeps it from being painted.
    expect(summary(plan)).toEqual([['ink', [3, 5]]]);
    expect(plan.passes[0]).toMatchObject({ from_s: 4.5, to_s: Infinity });
  });

  test.each([
    ['an earlier moment', { time_s: 0.2 }],
    ['another camera', { camera: { x: 0, y: 0, scale: 10 } }],
    ['another look', { look: { ...LOOK } }],
    ['another view', { view: { width: 801, height: 600 } }],
    ['another screen', { ratio: 2 }],
  ])('for %s starts afresh', (_, change) => {
    const before = { ...FINISHED, time_s: 0.5 };
    expect(planned({ ...before, time_s: 2, ...change }, before).onTop).toBe(false);
  });

  test('leaves out hidden layers', () => {
    const look = { ...LOOK, hidden: new Set([0]) };
    expect(summary(planned({ ...FINISHED, look }, null))).toEqual([['ink', [3, 4]]]);
  });

  test('has travel when it is shown, parted by time', () => {
    const look: Look = { ...LOOK, travel: [0, 0, 0] };
    expect(summary(planned({ ...FINISHED, look, time_s: 4.5 }, null))).toEqual([
      ['ghost', [3, 5]],
      ['ghost-travel', [1, 2]],
      ['ink', [0, 2, 3, 4]],
      ['travel', [0, 2]],
    ]);
  });

  test('is empty where nothing is in view', () => {
    expect(planned({ ...FINISHED, camera: { x: 500, y: 500, scale: 10 } }, null).passes).toEqual([]);
  });
});

describe('slices', () => {
  test.each([1, 2, 3, 7, 1000])('of at most %i strokes come to the whole plan', (most) => {
    const pass = (kind: PassKind, ...ranges: number[]) => ({
      kind,
      ranges: Uint32Array.from(ranges),
      from_s: 0,
      to_s: 1,
    });
    const plan = { onTop: false, passes: [pass('ghost', 0, 5, 9, 10), pass('ink'), pass('travel', 2, 7)] };
    const slices = new Slices(plan);
    const painted: string[] = [];
    for (let slice = slices.next(most); slice !== null; slice = slices.next(most)) {
      expect(slice.to - slice.from).toBeLessThanOrEqual(most);
      expect(slice.to).toBeGreaterThan(slice.from);
      for (let i = slice.from; i < slice.to; i++) painted.push(`${slice.pass.kind} ${i}`);
    }
    const whole = [
      ...[0, 1, 2, 3, 4, 9].map((i) => `ghost ${i}`),
      ...[2, 3, 4, 5, 6].map((i) => `travel ${i}`),
    ];
    expect(painted).toEqual(whole);
    expect(slices.next(most)).toBeNull();
  });
});

test('clipped ranges stay inside', () => {
  expect([...clipRanges(Uint32Array.of(0, 5, 8, 12, 20, 30), 3, 22)]).toEqual([3, 5, 8, 12, 20, 22]);
  expect([...clipRanges(Uint32Array.of(0, 5), 5, 9)]).toEqual([]);
});
