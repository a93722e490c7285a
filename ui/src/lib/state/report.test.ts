import { expect, it } from 'vitest';
import { diagnosticsOf, figures, layerRows } from './report';

const layer = { name: 'Blue', color: '#00f', pen_width_mm: 0.3, paths: 2, draw_mm: 10 };

it('pairs each number with what it was before', () => {
  const told = figures({
    travel_before_mm: 48_200,
    travel_mm: 3100,
    pen_lifts_before: 900,
    pen_lifts: 520,
    time_s: 2872,
    draw_mm: 30_900,
    other: 4,
  });
  expect(told.map((figure) => [figure.key, figure.before, figure.text(figure.after)])).toEqual([
    ['draw', null, '30.9 m'],
    ['travel', 48_200, '3.1 m'],
    ['pen_lifts', 900, '520'],
    ['time', null, '47:52'],
  ]);
  expect(figures(null)).toEqual([]);
});

it('takes times only from a report about the same layers', () => {
  expect(layerRows([layer], { layers: [{ time_s: 5 }] })[0]?.time_s).toBe(5);
  expect(layerRows([layer], { layers: [] })[0]?.time_s).toBeNull();
  expect(layerRows([layer], null)[0]?.time_s).toBeNull();
});

it('passes over diagnostics that are none', () => {
  expect(diagnosticsOf({ diagnostics: [{ kind: 'a', message: 'b' }, 3, null] })).toHaveLength(1);
  expect(diagnosticsOf({})).toEqual([]);
});
