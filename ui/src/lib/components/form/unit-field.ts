import type { JsonValue } from '../../api/bindings';
import { INCH_MM } from '../../text/units.svelte';
import type { Field } from './schema';

type NumberField = Field & { kind: 'number' };

/** A number as it is typed, and the way between that and what the task takes. */
export interface UnitField {
  field: NumberField;
  /** From the task's unit to the typed one. */
  shown: (value: JsonValue) => JsonValue;
  /** And back. */
  kept: (value: JsonValue) => JsonValue;
}

const same = (value: JsonValue): JsonValue => value;
const rounded = (value: number, places: number): number => Number(value.toFixed(places));

/**
 * A length in mm is typed in inches where a person chose so; every other number stays as it is. Inches
 * have four decimals, which is finer than any machine moves.
 */
export function unitField(field: NumberField, inches: boolean): UnitField {
  if (!inches || field.unit !== 'mm') return { field, shown: same, kept: same };
  const inch = (mm: number) => rounded(mm / INCH_MM, 4);
  return {
    field: {
      ...field,
      unit: 'in',
      whole: false,
      // Inwards, so that no end that can be typed lies outside.
      low: field.low === null ? null : Math.ceil((field.low / INCH_MM) * 1e4) / 1e4,
      high: field.high === null ? null : Math.floor((field.high / INCH_MM) * 1e4) / 1e4,
      step: Math.max(0.001, rounded(field.step / INCH_MM, 3)),
    },
    shown: (value) => (typeof value === 'number' ? inch(value) : value),
    kept: (value) => (typeof value === 'number' ? rounded(value * INCH_MM, 5) : value),
  };
}
