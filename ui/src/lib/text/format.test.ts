import { describe, expect, it } from 'vitest';
import {
  bytes,
  change,
  clock,
  count,
  decimal,
  duration,
  length,
  ordinal,
  paper,
  percent,
  plural,
  size,
  span,
} from './format';

describe('lengths', () => {
  it('changes to metres where millimetres stop being readable', () => {
    expect([0, 0.25, 99.94, 820.4, 1022, 3100, 18_420, 1_204_000, 27_584_000].map(length)).toEqual([
      '0 mm',
      '0.3 mm',
      '99.9 mm',
      '820 mm',
      '1.02 m',
      '3.1 m',
      '18.4 m',
      '1,204 m',
      '27.6 km',
    ]);
    expect(length(NaN)).toBe('–');
  });
  it('names sheets either way round', () => {
    expect(size(420, 297)).toBe('420 × 297 mm');
    expect([paper(420, 297), paper(210, 297.3), paper(215.9, 279.4), paper(300, 200)]).toEqual([
      'A3 landscape',
      'A4 portrait',
      'Letter portrait',
      null,
    ]);
  });
});

it('gives a nothing no sign', () => {
  expect([decimal(-0), decimal(-0.04), decimal(-0.06), length(-0.01)]).toEqual(['0', '0', '-0.1', '0 mm']);
});

describe('times', () => {
  it('writes spans of every size', () => {
    expect([0, 0.023, 0.4, 9.9, 42, 59.4, 59.6, 980, 3599, 3900, -1].map(duration)).toEqual([
      '0 s',
      '23 ms',
      '0.4 s',
      '9.9 s',
      '42 s',
      '59 s',
      '1:00',
      '16:20',
      '59:59',
      '1 h 05 min',
      '–',
    ]);
  });
  it('rounds ages down', () => {
    expect([0, 59_900, 119_000, 3_600_000, 49 * 3_600_000].map(span)).toEqual([
      '0 s',
      '59 s',
      '1 min',
      '1 h',
      '2 d',
    ]);
  });
  it('leaves out what is near anyway', () => {
    const now = new Date(2026, 10, 22, 12, 0).getTime();
    expect(clock(new Date(2026, 10, 22, 14, 38).getTime(), now)).toBe('14:38');
    expect(clock(new Date(2026, 10, 23, 7, 30).getTime(), now)).toBe('Mon 07:30');
    expect(clock(new Date(2026, 11, 24, 7, 30).getTime(), now)).toBe('24 Dec 07:30');
    expect(clock(new Date(2025, 4, 12).getTime(), now)).toBe('12 May 2025');
  });
});

describe('counts', () => {
  it('groups, pluralises and orders', () => {
    expect(count(1204)).toBe('1,204');
    expect([plural(1, 'path', 'paths'), plural(0, 'path', 'paths'), plural(2, 'path', 'paths')]).toEqual([
      'path',
      'paths',
      'paths',
    ]);
    expect([1, 2, 3, 4, 11, 21, 112].map(ordinal)).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '21st',
      '112th',
    ]);
    expect([999, 12_400, 999_600, 51_200_000].map(bytes)).toEqual(['999 B', '12.4 kB', '1 MB', '51.2 MB']);
  });
  it('never says 100 % before the end', () => {
    expect(percent(0.999)).toBe('99\u202f%');
    expect(percent(1)).toBe('100\u202f%');
  });
  it('tells a change only where there is one', () => {
    expect(change(48_200, 3100)).toBe('\u221294\u202f%');
    expect(change(100, 150)).toBe('+50\u202f%');
    expect([change(27_584, 95), change(10_000, 1), change(5, 0)]).toEqual([
      '\u221299.6\u202f%',
      '\u221299.9\u202f%',
      '\u2212100\u202f%',
    ]);
    expect([change(0, 5), change(100, 100.2), change(-3, 1)]).toEqual([null, null, null]);
  });
});
