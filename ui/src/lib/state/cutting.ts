// What the reports of the waterjet's tasks say beyond numbers: findings with their repairs, the unit of
// the drawing, sheets and what is left of them.
import type { Diagnostic, JsonValue, Side } from '../api/bindings';
import type { Box, Lead, Mark } from '../preview/extras';
import type { Rect } from '../preview/info';
import { cut as words } from '../text/en';
import { diagnosticsOf } from './report';
import { isRecord } from './stored';

/** One thing to look at, and how it can be mended. */
export type Finding = Diagnostic & {
  /** What mends it, as the parameter names it; null where a person has to. */
  repair: string | null;
  /** It was mended. */
  repaired: boolean;
};

/** The parameter that says which repairs are done, and its words for all and none. */
export const REPAIR = 'repair';
export const ALL = 'all';
export const NONE = 'none';

/** Everything that a report says should be looked at; those that can be mended say how. */
export function findingsOf(report: JsonValue | null): Finding[] {
  const told: unknown = isRecord(report) ? report['findings'] : undefined;
  if (!Array.isArray(told)) return diagnosticsOf(report).map(plain);
  return records(told).map((found) => ({
    kind: text(found['kind']) ?? '',
    severity: severity(found['severity']),
    message: text(found['explanation']) ?? text(found['message']) ?? '',
    layer: text(found['layer']),
    element: null,
    x_mm: number(found['x_mm']),
    y_mm: number(found['y_mm']),
    repair: text(found['repair']),
    repaired: found['repaired'] === true,
  }));
}

const RANK: Record<Diagnostic['severity'], number> = { error: 0, warning: 1, note: 2 };

/**
 * What can be mended first, by its place: such a row and its number stay where they are when it is mended or
 * that is undone. Then the gravest; otherwise as they were found.
 */
export const sorted = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort((a, b) => {
    if (a.repair === null || b.repair === null)
      return Number(a.repair === null) - Number(b.repair === null) || RANK[a.severity] - RANK[b.severity];
    return a.repair.localeCompare(b.repair) || (a.y_mm ?? 0) - (b.y_mm ?? 0) || (a.x_mm ?? 0) - (b.x_mm ?? 0);
  });

/** So many are numbered on the picture; more would hide it. */
export const NUMBERED = 40;

/**
 * The places of the first findings, with the numbers that they have in the list. Mere notes are left out unless
 * somebody reads them: they would hide the drawing for nothing that needs doing.
 */
export function marksOf(findings: readonly Finding[], notes = true): Mark[] {
  return sorted(findings)
    .slice(0, NUMBERED)
    .flatMap(({ x_mm, y_mm, severity, repair, repaired }, at) =>
      x_mm === null || y_mm === null || (severity === 'note' && repair === null && !notes)
        ? []
        : [{ x_mm, y_mm, number: at + 1, tone: repaired ? ('done' as const) : severity }],
    );
}

/** A finding of a reader, which nobody mends but a person. */
export const plain = (found: Diagnostic): Finding => ({ ...found, repair: null, repaired: false });

/** Which repairs a parameter's value asks for, of those that there are. */
export function asked(value: JsonValue, known: readonly string[]): Set<string> {
  const words = (typeof value === 'string' ? value : '').split(/[,\s]+/).filter(Boolean);
  const named = words.filter((word) => word !== ALL && word !== NONE);
  return new Set(words.includes(ALL) ? [...known, ...named] : named);
}

/** The value that asks for one repair more or less than before. */
export function toggled(value: JsonValue, repair: string, known: readonly string[]): string {
  const wanted = asked(value, known);
  if (!wanted.delete(repair)) wanted.add(repair);
  if (wanted.size === 0) return NONE;
  return known.every((one) => wanted.has(one)) ? ALL : [...wanted].sort().join(',');
}

/** The names of the repairs, as the parameter's help lists them between backticks. */
export const repairsIn = (help: string): string[] =>
  [...help.matchAll(/`([a-z-]+)`/g)]
    .map(([, name]) => name ?? '')
    .filter((name) => name !== '' && name !== ALL && name !== NONE);

/** What the repairs that are asked for did to the drawing, step by step. */
export const repairsDone = (report: JsonValue | null): { text: string; length_change_mm: number }[] =>
  (isRecord(report) ? records(report['repairs']) : []).map((step) => ({
    text: text(step['explanation']) ?? '',
    length_change_mm: number(step['length_change_mm']) ?? 0,
  }));

/** In which unit a drawing is, and why. */
export interface Units {
  used: string;
  declared: string | null;
  /** What speaks for another unit; null when nothing does. */
  likely: string | null;
  ask: boolean;
  evidence: string[];
}

/** The first drawing's unit, where the report says. */
export function unitsOf(report: JsonValue | null): Units | null {
  const told: unknown = isRecord(report) ? report['units'] : undefined;
  const first: unknown = Array.isArray(told) ? told[0] : told;
  if (!isRecord(first) || typeof first['used'] !== 'string') return null;
  const evidence: unknown[] = Array.isArray(first['evidence']) ? first['evidence'] : [];
  return {
    used: first['used'],
    declared: text(first['declared']),
    likely: text(first['likely']),
    ask: first['ask'] === true,
    evidence: evidence.filter((line) => typeof line === 'string'),
  };
}

/** One sheet of a nest, where it lies in the picture. */
export interface SheetPlace {
  rect: Rect;
  /** What it is: a sheet, or the name of a remnant. */
  kind: string;
  placed: number;
  /** The share of its length that parts take, 0 to 1. */
  used: number;
}

/** A nest's sheets, and the rectangle that is worth keeping. */
export interface Nested {
  sheets: SheetPlace[];
  remnant: { rect: Rect; sheet: number; width_mm: number; height_mm: number } | null;
  unplaced: { part: string; copies: number; reason: string }[];
}

/** Between two sheets of the picture; `nest` says so in its picture of all sheets. */
const BETWEEN_MM = 50;

/** Where the sheets of a nest lie in its picture, the first on top; null for what is no nest. */
export function nestedOf(report: JsonValue | null): Nested | null {
  if (!isRecord(report) || !Array.isArray(report['sheets']) || typeof report['density'] !== 'number')
    return null;
  const sheets: SheetPlace[] = [];
  let y0 = 0;
  for (const sheet of records(report['sheets'])) {
    const [width, height] = [number(sheet['width_mm']) ?? 0, number(sheet['height_mm']) ?? 0];
    const used = width > 0 ? (number(sheet['used_mm']) ?? 0) / width : 0;
    const placed = Array.isArray(sheet['placements']) ? sheet['placements'].length : 0;
    const rect = { x0: 0, y0, x1: width, y1: y0 + height };
    sheets.push({ rect, kind: text(sheet['kind']) ?? '', placed, used: Math.min(used, 1) });
    y0 += height + BETWEEN_MM;
  }
  return { sheets, remnant: remnantOf(report['remnant'], sheets), unplaced: unplacedOf(report['unplaced']) };
}

/** The rectangle that is left stands at the right edge of its sheet, as high as it says. */
function remnantOf(told: unknown, sheets: readonly SheetPlace[]): Nested['remnant'] {
  if (!isRecord(told)) return null;
  const [at, width_mm, height_mm] = [
    number(told['sheet']),
    number(told['width_mm']),
    number(told['height_mm']),
  ];
  const rect = at === null ? undefined : sheets[at - 1]?.rect;
  if (at === null || width_mm === null || height_mm === null || rect === undefined) return null;
  const left = { x0: rect.x1 - width_mm, y0: rect.y0, x1: rect.x1, y1: rect.y0 + height_mm };
  return { rect: left, sheet: at, width_mm, height_mm };
}

function unplacedOf(told: unknown): Nested['unplaced'] {
  return records(told).map((left) => ({
    part: text(left['part']) ?? '',
    copies: number(left['copies']) ?? 0,
    reason: text(left['reason']) ?? '',
  }));
}

/** What is worth keeping of the sheets, to be framed. */
export function boxesOf(nested: Nested | null): Box[] {
  if (nested === null || nested.remnant === null) return [];
  const { rect, width_mm, height_mm } = nested.remnant;
  return [{ rect, label: words.remnant(width_mm, height_mm) }];
}

/** The report is of a program for a jet: its picture has the width of the kerf. */
export const isJet = (report: JsonValue | null): boolean => isRecord(report) && 'proved' in report;

/** The ways beside the line of each time that a jet goes through, in the order of its picture. */
export const leadsOf = (report: JsonValue | null): Lead[] =>
  (isRecord(report) ? records(report['order']) : [])
    .flatMap((cut) => records(cut['leads']))
    .map((lead) => ({ in_mm: number(lead['in_mm']) ?? 0, out_mm: number(lead['out_mm']) ?? 0 }));

/** The report is of cutting, in whatever way. */
export const isCutting = (report: JsonValue | null): boolean =>
  isRecord(report) && ['proved', 'metrics', 'density', 'total_minor'].some((name) => name in report);

/** The times of a picture are those of the machine: a jet's are known only where its program was made. */
export const hasTimes = (report: JsonValue | null, side: Side): boolean =>
  isJet(report) ? side === 'after' : !isCutting(report);

const records = (value: unknown): Array<Record<string, unknown>> =>
  Array.isArray(value) ? (value as unknown[]).filter(isRecord) : [];
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const severity = (value: unknown): Diagnostic['severity'] =>
  value === 'error' || value === 'warning' ? value : 'note';
