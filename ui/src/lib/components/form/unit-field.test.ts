import { expect, it } from 'vitest';
import { fieldsOf, type Field } from './schema';
import { unitField } from './unit-field';

const fieldOf = (over: Record<string, unknown>) =>
  fieldsOf({
    type: 'object',
    properties: { margin_mm: { type: 'number', title: 'Margin', default: 0, 'x-unit': 'mm', ...over } },
  })[0] as Field & { kind: 'number' };

it('leaves a field alone in millimetres, and any field that is no length', () => {
  const length = fieldOf({});
  expect(unitField(length, false).field).toBe(length);
  const angle = fieldOf({ 'x-unit': '°' });
  expect(unitField(angle, true).field).toBe(angle);
});

it('takes inches for millimetres, and gives millimetres back', () => {
  const { field, shown, kept } = unitField(fieldOf({ minimum: 0, maximum: 500 }), true);
  expect([field.unit, field.low, field.high]).toEqual(['in', 0, 19.685]);
  expect([shown(25.4), kept(1), shown(null), kept(null)]).toEqual([1, 25.4, null, null]);
});

it('offers no end that the task would refuse', () => {
  const { field, kept } = unitField(fieldOf({ minimum: 0.3, maximum: 10 }), true);
  expect(kept(field.low)).toBeGreaterThanOrEqual(0.3);
  expect(kept(field.high)).toBeLessThanOrEqual(10);
});
