import { expect, it } from 'vitest';
import { figures } from './figures';

const said = (report: Parameters<typeof figures>[0]) =>
  figures(report).map((figure) => [figure.key, figure.text(figure.after)]);

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

it('says of a quote what it costs, in its own currency', () => {
  const totals = { cut_length_mm: 480, pierces: 2, mass_kg: 0.7536, abrasive_kg: 1.08 };
  const report = { total_minor: 4009, currency: 'EUR', minor_per_major: 100, time_s: 188, totals };
  expect(said(report)).toEqual([
    ['total', '40.09 EUR'],
    ['time', '3:08'],
    ['cut_length', '480 mm'],
    ['pierces', '2'],
    ['mass', '0.75 kg'],
    ['abrasive', '1.08 kg'],
  ]);
  expect(said({ total_minor: 4009, currency: 'JPY', minor_per_major: 1 })).toEqual([['total', '4,009 JPY']]);
});

it('says of a nest how much is used and whether all found a place', () => {
  const report = { density: 0.8419, placed: 11, wanted: 12, sheets: [{}, {}], mass_kg: 42.35 };
  expect(said(report)).toEqual([
    ['density', '84\u202f%'],
    ['placed', '11 of 12'],
    ['sheets', '2'],
    ['mass', '42.4 kg'],
  ]);
});

it('says of a program what the jet does, and of a drawing what it is', () => {
  const program = { proved: true, time_s: 196.5, pierces: 2, cut_length_mm: 493, max_error_mm: 0.0154 };
  expect(said(program)).toEqual([
    ['time', '3:17'],
    ['pierces', '2'],
    ['cut_length', '493 mm'],
    ['error', '0.02 mm'],
  ]);
  expect(said({ metrics: { cut_length_mm: 480, pierces: 2, parts: 1, mass_kg: 12 } })).toEqual([
    ['cut_length', '480 mm'],
    ['pierces', '2'],
    ['parts', '1'],
    ['mass', '12 kg'],
  ]);
});
