// Texts about cutting: findings and their repairs, units, sheets, the jet.
import { count, percent, plural, precise, size } from './format';

export const cut = {
  repairs: {
    'zero-length': 'Remove',
    duplicates: 'Remove',
    overlaps: 'Remove',
    gaps: 'Close',
    'tiny-segments': 'Merge',
  } as Record<string, string>,
  repair: 'Repair',
  repairAll: 'Repair all',
  mendHint: 'Some lines do not meet',
  mendIn: (task: string) => `Repair in ${task}`,
  mendThen: 'Shows where, closes what it can, and writes a repaired drawing to go on with',
  undo: 'Undo',
  undoAll: 'Undo all',
  done: 'What the repairs change',
  longer: (by: string) => `${by} longer`,
  shorter: (by: string) => `${by} shorter`,
  /** Said to screen readers: which of them, and what it does. */
  repairOf: (action: string, finding: string) => `${action}: ${finding}`,
  summary: (findings: number, repaired: number) =>
    [
      `${count(findings)} ${plural(findings, 'finding', 'findings')}`,
      ...(repaired === 0 ? [] : [`${count(repaired)} repaired`]),
    ].join(', '),
  moreFindings: (n: number) => `Show ${count(n)} more`,
  units: (used: string) => `Units: ${used}`,
  unitsWhy: 'Why',
  unitsDoubt: (likely: string) => `More likely ${likely}`,
  unitsUse: (unit: string) => `Use ${unit}`,
  sheets: 'Sheets',
  allSheets: 'All',
  sheet: (n: number) => `Sheet ${count(n)}`,
  sheetHelp: (kind: string, placed: number, used: number) =>
    `${kind}: ${count(placed)} ${plural(placed, 'part', 'parts')}, ${percent(used)} of its length used`,
  remnant: (widthMm: number, heightMm: number) => `Remnant ${size(widthMm, heightMm)}`,
  unplaced: (part: string, copies: number, reason: string) => `${count(copies)} × ${part}: ${reason}`,
  unplacedTitle: 'On no sheet',
  drawn: 'Drawing',
  drawnHelp: 'The line as it was drawn, over the cut',
  jetLabel: (pierces: number) =>
    `Cut by a jet with ${count(pierces)} ${plural(pierces, 'pierce', 'pierces')}`,
  legend: 'What the lines mean',
  kerf: (mm: number) => `Cut, ${precise(mm)} wide`,
  leads: 'Lead-in and lead-out',
  pierce: 'Pierce, in order',
  rapid: 'Rapid',
  asDrawn: 'As drawn',
  price: 'Price',
  moreLines: (n: number) => `${count(n)} more ${plural(n, 'line', 'lines')} in the files of the job`,
};
