// What tasks that read tables say of them: how they are written, what their columns are, which rows are bad.
import type { JsonValue } from '../api/bindings';
import { isRecord } from './stored';

/** What a table can be, by the task that reads it so. */
export const TABLE_TASKS = ['postcard', 'analyze-csv'] as const;
export type TableTask = (typeof TABLE_TASKS)[number];

/** These tasks make nothing without a table among their files. */
export const NEEDS_TABLE: readonly string[] = ['analyze-csv'];

/** A table as a task understood it. */
export interface TableFacts {
  rows: number;
  /** What stands between values: a sign, or `tab`. */
  separator: string;
  encoding: string;
  columns: { heading: string; meaning: string | null }[];
  /** Rows that make nothing, by their line. */
  bad: { row: number | null; line: number; message: string }[];
}

/** None where the report is of no table. */
export function tableOf(report: JsonValue | null): TableFacts | null {
  if (!isRecord(report)) return null;
  const { table, format } = report;
  if (isRecord(table)) {
    return {
      rows: number(table['rows']) ?? 0,
      separator: text(table['delimiter']),
      encoding: text(table['encoding']),
      columns: records(table['columns']).map((column) => ({
        heading: text(column['heading']),
        meaning: text(column['meaning']) || null,
      })),
      bad: records(report['problems']).map((bad) => ({
        row: number(bad['row']),
        line: number(bad['line']) ?? 0,
        message: text(bad['message']),
      })),
    };
  }
  if (!isRecord(format)) return null;
  return {
    rows: number(report['rows']) ?? 0,
    separator: text(format['separator']),
    encoding: text(format['encoding']),
    columns: records(report['headings']).map((heading) => ({
      heading: text(heading['heading']),
      meaning: text(heading['taken_as']) || null,
    })),
    bad: records(report['findings'])
      .filter((found) => found['severity'] === 'error')
      .map((found) => ({ row: null, line: number(found['line']) ?? 0, message: text(found['message']) })),
  };
}

const records = (value: unknown): Array<Record<string, unknown>> =>
  Array.isArray(value) ? (value as unknown[]).filter(isRecord) : [];
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
