import { expect, it } from 'vitest';
import { diagnosticsOf, importCount, layerRows, stepRows, timeParts } from './report';

const layer = { name: 'Blue', color: '#00f', pen_width_mm: 0.3, paths: 2, draw_mm: 10 };

it('takes times only from a report about the same layers', () => {
  expect(layerRows([layer], { layers: [{ time_s: 5 }] })[0]?.time_s).toBe(5);
  expect(layerRows([layer], { layers: [] })[0]?.time_s).toBeNull();
  expect(layerRows([layer], null)[0]?.time_s).toBeNull();
});

it('passes over diagnostics that are none', () => {
  expect(diagnosticsOf({ diagnostics: [{ kind: 'a', message: 'b' }, 3, null] })).toHaveLength(1);
  expect(diagnosticsOf({})).toEqual([]);
});

it('splits the time into the parts that take any', () => {
  const time = { draw_s: 60, lifts_s: 30, travel_s: 10, pen_changes_s: 0, pauses_s: 0, total_s: 100 };
  expect(timeParts({ time }).map((part) => [part.key, part.seconds, part.share])).toEqual([
    ['draw', 60, 0.6],
    ['lifts', 30, 0.3],
    ['travel', 10, 0.1],
  ]);
  expect(timeParts({ time_s: 3 })).toEqual([]);
});

it('says of each step only what it changed', () => {
  const step = {
    name: 'order',
    paths_before: 520,
    paths_after: 520,
    travel_mm_before: 21_800,
    travel_mm_after: 3100,
    draw_mm_before: 9000,
    draw_mm_after: 9000,
  };
  expect(stepRows({ steps: [step, 3] }, (name) => `the ${name}`)).toEqual([
    { name: 'the order', paths: null, draw: null, travel: '21.8 m → 3.1 m' },
  ]);
});

it('counts what was read another way', () => {
  expect(importCount({ import: [{ count: 2 }, { count: 3 }, {}] })).toBe(5);
  expect(importCount(null)).toBe(0);
});
