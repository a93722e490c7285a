// A price as its report tells it: line by line, each with the formula and the figures it comes from.
import type { JsonValue } from '../api/bindings';
import { figure, money } from '../text/format';
import { isRecord } from './stored';

export interface PriceLine {
  /** Unlike any other of its list. */
  key: string;
  name: string;
  /** The part that it is for; null where it is for the order, or the order has one part. */
  part: string | null;
  amount: string;
  formula: string;
  inputs: Array<{ name: string; value: string }>;
}

export interface Price {
  total: string;
  lines: PriceLine[];
  /** Lines of the report that are not among these. */
  unlisted: number;
}

/** As many as people read; the files of the job have all. */
const MOST = 200;

/** Null where the report has no price. */
export function priceOf(report: JsonValue | null): Price | null {
  if (!isRecord(report) || !Array.isArray(report['lines']) || typeof report['total_minor'] !== 'number')
    return null;
  const told = (report['lines'] as unknown[]).filter(isRecord);
  const parts = new Set(told.map((line) => line['part']).filter((part) => typeof part === 'string'));
  const lines = told.slice(0, MOST).flatMap((line, at): PriceLine[] => {
    const { name, part, amount_minor: minor, formula, inputs } = line;
    if (typeof name !== 'string' || typeof minor !== 'number') return [];
    return [
      {
        key: `${at} ${name}`,
        name,
        part: typeof part === 'string' && parts.size > 1 ? part : null,
        amount: money(minor, report),
        formula: typeof formula === 'string' ? formula : '',
        inputs: Object.entries(isRecord(inputs) ? inputs : {}).map(([key, value]) => ({
          name: key,
          value: typeof value === 'number' ? figure(value) : String(value),
        })),
      },
    ];
  });
  if (lines.length === 0) return null;
  return { total: money(report['total_minor'], report), lines, unlisted: told.length - lines.length };
}
