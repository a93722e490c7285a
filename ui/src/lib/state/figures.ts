import type { JsonValue } from '../api/bindings';
import { numbers as words } from '../text/en';
import { count, decimal, duration, length, money, percent, precise } from '../text/format';
import { isRecord } from './stored';

/** One number of a report, with what it was before where the report says so. */
export interface Figure {
  key: string;
  name: string;
  before: number | null;
  after: number;
  text: (value: number) => string;
  /** Smaller is what the task is for. */
  wantsLess: boolean;
}

type Report = Record<string, unknown>;

/** Where a number stands in a report, and how it is said. */
interface Place {
  key: string;
  /** The names that lead to it, the outermost first. */
  at: readonly string[];
  text: (value: number, report: Report) => string;
  wantsLess?: boolean;
}

const kilograms = (kg: number): string => `${decimal(kg, kg < 10 ? 2 : 1)} kg`;

/**
 * The numbers that a person compares, for each kind of report in the order in which they are looked at.
 * A report is told by what it holds: the first list whose first number is there.
 */
const LISTS: ReadonlyArray<readonly Place[]> = [
  // What the jet does.
  [
    { key: 'time', at: ['time_s'], text: duration },
    { key: 'pierces', at: ['pierces'], text: count },
    { key: 'cut_length', at: ['cut_length_mm'], text: length },
    { key: 'rapid', at: ['rapid_length_mm'], text: length },
    { key: 'error', at: ['max_error_mm'], text: (mm) => precise(Math.max(mm, 0.01)) },
  ],
  // What it costs.
  [
    { key: 'total', at: ['total_minor'], text: (minor, report) => money(minor, report) },
    { key: 'time', at: ['time_s'], text: duration },
    { key: 'cut_length', at: ['totals', 'cut_length_mm'], text: length },
    { key: 'pierces', at: ['totals', 'pierces'], text: count },
    { key: 'mass', at: ['totals', 'mass_kg'], text: kilograms },
    { key: 'abrasive', at: ['totals', 'abrasive_kg'], text: kilograms },
  ],
  // What lies on which sheet.
  [
    { key: 'density', at: ['density'], text: percent },
    {
      key: 'placed',
      at: ['placed'],
      text: (placed, report) => words.ofWanted(placed, Number(report['wanted'] ?? placed)),
    },
    { key: 'sheets', at: ['sheets', 'length'], text: count },
    { key: 'mass', at: ['mass_kg'], text: kilograms },
  ],
  // What the drawing is.
  [
    { key: 'cut_length', at: ['metrics', 'cut_length_mm'], text: length },
    { key: 'pierces', at: ['metrics', 'pierces'], text: count },
    { key: 'parts', at: ['metrics', 'parts'], text: count },
    { key: 'mass', at: ['metrics', 'mass_kg'], text: kilograms },
  ],
  // What the pen does.
  [
    { key: 'draw', at: ['draw_mm'], text: length },
    { key: 'travel', at: ['travel_mm'], text: length, wantsLess: true },
    { key: 'pen_lifts', at: ['pen_lifts'], text: count, wantsLess: true },
    { key: 'time', at: ['time_s'], text: duration, wantsLess: true },
    { key: 'paths', at: ['paths'], text: count },
  ],
];
/** What the first list's reports have and no other: all of them have a time. */
const PROVED = 'proved';

/** The numbers that are there, each beside its `…_before…`. */
export function figures(report: JsonValue | null): Figure[] {
  if (!isRecord(report)) return [];
  const [jet, ...others] = LISTS;
  const fits = (list: readonly Place[]) =>
    list.slice(0, 1).some((place) => numberAt(report, place.at) !== null);
  const list = (PROVED in report ? jet : others.find(fits)) ?? others.at(-1) ?? [];
  return list.flatMap(({ key, at, text, wantsLess = false }) => {
    const after = numberAt(report, at);
    if (after === null) return [];
    const name = words.names[key] ?? key;
    const before = numberAt(report, [...at.slice(0, -1), earlier(at.at(-1) ?? '')]);
    return [{ key, name, before, after, text: (value: number) => text(value, report), wantsLess }];
  });
}

/** `travel_mm` was `travel_before_mm`, `paths` was `paths_before`. */
const earlier = (name: string): string => name.replace(/^(.*?)(_mm|_s)?$/, '$1_before$2');

function numberAt(report: Report, at: readonly string[]): number | null {
  let value: unknown = report;
  for (const name of at) {
    if (Array.isArray(value) && name === 'length') value = value.length;
    else value = isRecord(value) ? value[name] : undefined;
  }
  return typeof value === 'number' ? value : null;
}
