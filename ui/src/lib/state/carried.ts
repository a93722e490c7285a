// Which parameters stay when the task or the drawing changes.

import type { JsonValue } from '../api/bindings';

type Values = Readonly<Record<string, JsonValue>>;

/** What is cut, and of what: the same whichever task looks at it. */
const CUT: ReadonlySet<string> = new Set([
  'units',
  'material',
  'machinability',
  'density_g_per_cm3',
  'thickness_mm',
  'kerf_mm',
  'quality',
]);

/** They hold for one drawing or one paper; for the next one nobody has said anything. */
const ONCE: ReadonlySet<string> = new Set([
  'units',
  'quantity',
  'layer_quality',
  'customer',
  'number',
  'date',
  'note',
]);

/** What the next drawing may begin with. */
export const remembered = (values: Readonly<Record<string, unknown>>): Record<string, JsonValue> =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !ONCE.has(key))) as Record<string, JsonValue>;

/** The parameters of a task that is chosen for a drawing, after what another one was told of its cutting. */
export function carried(values: Values, told: Values, fields: readonly { key: string }[]): Values {
  const known = new Set(fields.map((field) => field.key));
  if (![...CUT].every((key) => known.has(key))) return values;
  const own = Object.entries(values).filter(([key]) => !CUT.has(key));
  const shared = Object.entries(told).filter(([key]) => CUT.has(key));
  return Object.fromEntries([...own, ...shared]);
}
