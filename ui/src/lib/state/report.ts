import type { Diagnostic, JsonValue, LayerSummary } from '../api/bindings';
import { count, length } from '../text/format';
import { numbers as words } from '../text/en';
import { isRecord } from './stored';

/** A layer with the time it takes, where the report says so. */
export type LayerRow = LayerSummary & { time_s: number | null };

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

/** A part of the time, as the report splits it. */
export interface TimePart {
  key: string;
  name: string;
  seconds: number;
  share: number;
}

/** Where the seconds go, parts of nothing left out; empty where the report does not say. */
export function timeParts(report: JsonValue | null): TimePart[] {
  const time = isRecord(report) ? report['time'] : undefined;
  if (!isRecord(time)) return [];
  const found = Object.entries(words.timeParts).flatMap(([key, name]) => {
    const seconds = time[`${key}_s`];
    return typeof seconds === 'number' && seconds > 0 ? [{ key, name, seconds }] : [];
  });
  const total = found.reduce((sum, part) => sum + part.seconds, 0);
  return found.map((part) => ({ ...part, share: part.seconds / total }));
}

/** What one operation did to the drawing, where it did anything. */
export interface StepRow {
  name: string;
  paths: string | null;
  draw: string | null;
  travel: string | null;
}

/** The operations in their order; `title` says what people call a parameter. */
export function stepRows(report: JsonValue | null, title: (name: string) => string): StepRow[] {
  return recordsIn(report, 'steps').map((step) => {
    const from = (before: string, after: string, text: (value: number) => string) => {
      const [was, is] = [step[before], step[after]];
      if (typeof was !== 'number' || typeof is !== 'number' || text(was) === text(is)) return null;
      return words.from(text(was), text(is));
    };
    return {
      name: title(typeof step['name'] === 'string' ? step['name'] : ''),
      paths: from('paths_before', 'paths_after', count),
      draw: from('draw_mm_before', 'draw_mm_after', length),
      travel: from('travel_mm_before', 'travel_mm_after', length),
    };
  });
}

/** How many things were read another way than the file says, or left out. */
export function importCount(report: JsonValue | null): number {
  return recordsIn(report, 'import').reduce(
    (sum, kind) => sum + (typeof kind['count'] === 'number' ? kind['count'] : 0),
    0,
  );
}

function recordsIn(report: JsonValue | null, key: string): Array<Record<string, unknown>> {
  const list: unknown = isRecord(report) ? report[key] : null;
  return Array.isArray(list) ? list.filter(isRecord) : [];
}
