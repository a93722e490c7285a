import type { Diagnostic, JsonValue, LayerSummary } from '../api/bindings';
import { count, duration, length } from '../text/format';
import { numbers as words } from '../text/en';
import { isRecord } from './stored';

/** A layer with the time it takes, where the report says so. */
export type LayerRow = LayerSummary & { time_s: number | null };

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

const SHOWN = ['draw', 'travel', 'pen_lifts', 'time', 'paths'] as const;
const UNITS: ReadonlyArray<readonly [string, (value: number) => string]> = [
  ['_mm', length],
  ['_s', duration],
  ['', count],
];

/** The numbers a person compares: those that are there, each beside its `…_before…`. */
export function figures(report: JsonValue | null): Figure[] {
  if (!isRecord(report)) return [];
  return SHOWN.flatMap((key) => {
    const found = UNITS.flatMap(([unit, text]) => {
      const after = report[key + unit];
      if (typeof after !== 'number') return [];
      const before = report[`${key}_before${unit}`];
      const figure: Figure = {
        key,
        name: words.names[key] ?? key,
        before: typeof before === 'number' ? before : null,
        after,
        text,
        wantsLess: key !== 'draw' && key !== 'paths',
      };
      return [figure];
    });
    return found.slice(0, 1);
  });
}

const isDiagnostic = (value: unknown): value is Diagnostic =>
  isRecord(value) && typeof value['kind'] === 'string' && typeof value['message'] === 'string';

/** What a report says should be looked at. */
export function diagnosticsOf(report: JsonValue | null): Diagnostic[] {
  const list = isRecord(report) ? report['diagnostics'] : undefined;
  return Array.isArray(list) ? list.filter(isDiagnostic) : [];
}

/** The layers of a picture, with the times of the report's layers in the same order. */
export function layerRows(layers: readonly LayerSummary[], report: JsonValue | null): LayerRow[] {
  const told = isRecord(report) && Array.isArray(report['layers']) ? report['layers'] : [];
  const sameLayers = told.length === layers.length;
  return layers.map((layer, at) => {
    const own = sameLayers ? told[at] : undefined;
    const time = isRecord(own) && typeof own['time_s'] === 'number' ? own['time_s'] : null;
    return { ...layer, time_s: time };
  });
}
