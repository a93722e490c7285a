// A bill of parts as its report tells it: every row with what it costs, or why it is left out.
import type { JsonValue, Severity } from '../api/bindings';
import { money, precise } from '../text/format';
import { isRecord } from './stored';

/** One row of the list. */
export interface BillRow {
  /** Number of the line in the file. */
  line: number;
  part: string;
  file: string;
  /** A number where the row is quoted; what the list says where it is not. */
  quantity: number | string;
  material: string;
  thickness_mm: number | null;
  /** As it is shown. */
  thickness: string;
  /** Null where the row is left out. */
  priceMinor: number | null;
  price: string;
  findings: Array<{ severity: Severity; message: string }>;
}

export interface Bill {
  rows: BillRow[];
  /** Rows that are left out and not among these. */
  unlisted: number;
  /** Rows in the quote. */
  quoted: number;
  total: string;
}

export const COLUMNS = [
  'line',
  'part',
  'file',
  'quantity',
  'material',
  'thickness',
  'price',
  'findings',
] as const;
export type Column = (typeof COLUMNS)[number];

const RANK: Record<Severity, number> = { error: 3, warning: 2, note: 1 };
/** The gravest of what was found; 0 where all is well. */
export const gravity = (row: BillRow): number =>
  Math.max(0, ...row.findings.map(({ severity }) => RANK[severity]));

/** Null where the report is of no bill of parts. */
export function billOf(report: JsonValue | null): Bill | null {
  if (!isRecord(report) || report['kind'] !== 'parts' || !Array.isArray(report['left_out_lines']))
    return null;
  const found = findingsByLine(report['findings']);
  const lines: unknown[] = Array.isArray(report['quoted_lines']) ? report['quoted_lines'] : [];
  const quoted = records(report['parts']).map((part, at) => {
    const [line, mm, minor] = [
      number(lines[at]) ?? 0,
      number(part['thickness_mm']),
      number(part['price_minor']),
    ];
    return {
      line,
      part: text(part['name']),
      file: text(part['file']),
      quantity: number(part['quantity']) ?? 0,
      material: text(part['material']),
      thickness_mm: mm,
      thickness: mm === null ? '' : precise(mm),
      priceMinor: minor,
      price: minor === null ? '' : money(minor, report),
      findings: found.get(line) ?? [],
    };
  });
  const leftOut = records(report['left_out']).map((row) => {
    const line = number(row['line']) ?? 0;
    return {
      line,
      part: text(row['part']),
      file: text(row['file']),
      quantity: text(row['quantity']),
      material: text(row['material']),
      thickness_mm: null,
      thickness: text(row['thickness']),
      priceMinor: null,
      price: '',
      findings: found.get(line) ?? [],
    };
  });
  const total = number(report['total_minor']);
  return {
    rows: sortedBy([...quoted, ...leftOut], 'line', false),
    unlisted: report['left_out_lines'].length - leftOut.length,
    quoted: quoted.length,
    total: total === null ? '' : money(total, report),
  };
}

/** By one column; what has no number there comes last either way, and rows that are alike stay in order. */
export function sortedBy(rows: readonly BillRow[], column: Column, descending: boolean): BillRow[] {
  const value = VALUES[column];
  const turn = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [one, other] = [value(a), value(b)];
    if (one === null || other === null)
      return Number(one === null) - Number(other === null) || a.line - b.line;
    const order =
      typeof one === 'string' && typeof other === 'string'
        ? one.localeCompare(other, undefined, { numeric: true, sensitivity: 'base' })
        : Number(one) - Number(other);
    return turn * order || a.line - b.line;
  });
}

const VALUES: Record<Column, (row: BillRow) => number | string | null> = {
  line: (row) => row.line,
  part: (row) => row.part,
  file: (row) => row.file,
  quantity: (row) => number(row.quantity),
  material: (row) => row.material,
  thickness: (row) => row.thickness_mm,
  price: (row) => row.priceMinor,
  findings: gravity,
};

function findingsByLine(told: unknown): Map<number, BillRow['findings']> {
  const found = new Map<number, BillRow['findings']>();
  for (const one of records(told)) {
    const line = number(one['line']);
    if (line === null) continue;
    const severity: Severity =
      one['severity'] === 'error' || one['severity'] === 'warning' ? one['severity'] : 'note';
    const others = found.get(line) ?? [];
    found.set(line, [...others, { severity, message: text(one['message']) }]);
  }
  return found;
}

const records = (value: unknown): Array<Record<string, unknown>> =>
  Array.isArray(value) ? (value as unknown[]).filter(isRecord) : [];
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
