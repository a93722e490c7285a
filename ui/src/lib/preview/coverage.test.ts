import { expect, test } from 'vitest';
import { paintPasses, paintTones, passShares, type PassColors } from './coverage';

const COLORS: PassColors = [
  [0, 0, 1],
  [0, 1, 0],
  [1, 1, 0],
  [1, 0, 0],
];
const GRID = { cell_mm: 0.5, columns: 3, rows: 2, most: 9, tone: false };

test('paints a cell by its passes, and nothing where the pen never comes', () => {
  const pixels = paintPasses(Uint8Array.of(0, 1, 2, 3, 4, 9), GRID, COLORS);
  const at = (cell: number) => Array.from(pixels.slice(4 * cell, 4 * cell + 4));
  expect(at(0)).toEqual([0, 0, 0, 0]);
  expect(at(1).slice(0, 3)).toEqual([0, 0, 255]);
  expect(at(4)).toEqual(at(5));
  expect(at(3)[3]).toBeGreaterThan(at(1)[3] ?? 255);
});

test('refuses counts that are not those of the grid', () => {
  expect(() => paintPasses(new Uint8Array(5), GRID, COLORS)).toThrow('5 counts for 3 × 2 cells');
});

test('tells how much of what is inked is passed how often', () => {
  expect(passShares(Uint8Array.of(0, 0, 1, 1, 2, 200))).toEqual([0.5, 0.25, 0, 0.25]);
  expect(passShares(new Uint8Array(4))).toEqual([0, 0, 0, 0]);
});

test('paints tones as grey, white where there is none', () => {
  const pixels = paintTones(Uint8Array.of(0, 255, 55), { ...GRID, columns: 3, rows: 1, tone: true });
  expect([...pixels]).toEqual([255, 255, 255, 255, 0, 0, 0, 255, 200, 200, 200, 255]);
});
