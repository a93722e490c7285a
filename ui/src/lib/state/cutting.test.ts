import { expect, it } from 'vitest';
import {
  asked,
  findingsOf,
  hasTimes,
  marksOf,
  nestedOf,
  repairsIn,
  sorted,
  toggled,
  unitsOf,
} from './cutting';

const HELP =
  'Repairs to do: `all`, `none`, or some of `zero-length`, `duplicates`, `gaps` and `tiny-segments` with commas.';
const KNOWN = ['zero-length', 'duplicates', 'gaps', 'tiny-segments'];

it('reads the repairs that there are from the help of the setting', () => {
  expect(repairsIn(HELP)).toEqual(KNOWN);
});

it('takes one repair out of all, and back in', () => {
  const without = toggled('all', 'gaps', KNOWN);
  expect(without).toBe('duplicates,tiny-segments,zero-length');
  expect(asked(without, KNOWN)).toEqual(new Set(['duplicates', 'tiny-segments', 'zero-length']));
  expect(toggled(without, 'gaps', KNOWN)).toBe('all');
  expect(toggled('none', 'gaps', KNOWN)).toBe('gaps');
  expect(toggled('gaps', 'gaps', KNOWN)).toBe('none');
});

const found = (given: Record<string, unknown>) => ({
  kind: 'gap',
  severity: 'warning',
  explanation: 'A gap of 0.4 mm',
  layer: 'OUTER',
  x_mm: 1,
  y_mm: 2,
  repair: 'gaps',
  repaired: false,
  ...given,
});

it('leaves what is mended in its place, shows what is grave first, and numbers the places alike', () => {
  const findings = findingsOf({
    findings: [
      found({ repaired: true, y_mm: 9 }),
      found({ repair: 'overlaps' }),
      found({ severity: 'note', x_mm: null, repair: null }),
      found({ severity: 'error', repair: null }),
    ],
    diagnostics: [{ kind: 'x', message: 'told twice' }],
  });
  expect(sorted(findings).map((one) => [one.severity, one.repaired])).toEqual([
    ['warning', true],
    ['warning', false],
    ['error', false],
    ['note', false],
  ]);
  const undone = findings.map((one) => ({ ...one, repaired: false }));
  expect(sorted(undone).map((one) => one.repair)).toEqual(sorted(findings).map((one) => one.repair));
  // The last has no place: its number is in the list only.
  expect(marksOf(findings).map((mark) => [mark.number, mark.tone])).toEqual([
    [1, 'done'],
    [2, 'warning'],
    [3, 'error'],
  ]);
});

it('rings mere notes only for those who read them, and keeps the numbers', () => {
  const at = { x_mm: 1, y_mm: 1, explanation: '' };
  const told = [
    { ...at, kind: 'small', severity: 'note' },
    { ...at, kind: 'hole', severity: 'warning' },
    { ...at, kind: 'dash', severity: 'note' },
  ];
  const numbers = (notes: boolean) =>
    marksOf(findingsOf({ findings: told }), notes).map((mark) => mark.number);
  expect(numbers(true)).toEqual([1, 2, 3]);
  expect(numbers(false)).toEqual([1]);
});

it('falls back to what every report says', () => {
  const diagnostics = [{ kind: 'text', severity: 'warning', message: 'Text is left out' }];
  expect(findingsOf({ diagnostics })).toMatchObject([{ message: 'Text is left out', repair: null }]);
});

it('knows where each sheet of a nest lies in its picture, and what is left', () => {
  const sheet = { width_mm: 3000, height_mm: 1500, used_mm: 1500, kind: 'sheet', placements: [{}, {}] };
  const nested = nestedOf({
    density: 0.5,
    sheets: [sheet, { ...sheet, used_mm: 113 }],
    remnant: { sheet: 2, width_mm: 2887, height_mm: 1500 },
    unplaced: [{ part: 'beam', copies: 3, reason: 'larger than any sheet' }],
  });
  expect(nested?.sheets.map(({ rect }) => [rect.y0, rect.y1])).toEqual([
    [0, 1500],
    [1550, 3050],
  ]);
  expect(nested?.sheets[0]).toMatchObject({ placed: 2, used: 0.5 });
  expect(nested?.remnant?.rect).toEqual({ x0: 113, y0: 1550, x1: 3000, y1: 3050 });
  expect(nested?.unplaced).toEqual([{ part: 'beam', copies: 3, reason: 'larger than any sheet' }]);
  // A quote has sheets of other kinds, and a plot none.
  expect(nestedOf({ sheets: 2 })).toBeNull();
});

it('tells the unit with its evidence, and which other is likely', () => {
  const units = { declared: 'metres', used: 'metres', ask: true, likely: 'millimetres', evidence: ['a', 3] };
  expect(unitsOf({ units })).toEqual({ ...units, evidence: ['a'] });
  expect(unitsOf({ units: [units] })?.likely).toBe('millimetres');
  expect(unitsOf({ draw_mm: 3 })).toBeNull();
});

it('shows times only where the machine was reckoned with', () => {
  expect(hasTimes({ proved: true }, 'after')).toBe(true);
  expect(hasTimes({ proved: true }, 'before')).toBe(false);
  expect(hasTimes({ density: 0.5 }, 'after')).toBe(false);
  expect(hasTimes({ time_s: 3, draw_mm: 2 }, 'after')).toBe(true);
  expect(hasTimes(null, 'before')).toBe(true);
});
