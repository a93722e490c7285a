import type { JsonValue } from '../../api/bindings';
import { form } from '../../text/en';
import { decimal } from '../../text/format';

interface Shared {
  /** Name on the wire, with dots for nested ones. */
  key: string;
  title: string;
  help: string | null;
  fallback: JsonValue;
  group: string | null;
  advanced: boolean;
  /** May be left out: `null` is a value. */
  nullable: boolean;
}

/** A word that can be chosen. */
export interface Option {
  value: string;
  label: string;
  help: string | null;
}

export type Field = Shared &
  (
    | {
        kind: 'number';
        whole: boolean;
        unit: string | null;
        low: number | null;
        high: number | null;
        step: number;
      }
    | { kind: 'switch' }
    | { kind: 'choice'; options: Option[] }
    | { kind: 'list'; options: Option[] | null }
    | { kind: 'text'; multiline: boolean }
  );

type Schema = { [key in string]: JsonValue };

const isSchema = (value: JsonValue | undefined): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: JsonValue | undefined): string | null => (typeof value === 'string' ? value : null);
const number = (value: JsonValue | undefined): number | null => (typeof value === 'number' ? value : null);

/** A single sentence stands without its full stop, as everywhere in the window. */
function sentence(help: string | null): string | null {
  return help !== null && help.indexOf('. ') === -1 ? help.replace(/\.$/, '') : help;
}

/** "drop_duplicates" → "Drop duplicates". */
export function humanise(name: string): string {
  const words = name.replace(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a preset of the schema sets: `x-presets` is `{"field": "recipe", "settings": {name: {…}}}`. */
export interface Presets {
  /** Key of the field that chooses one. */
  field: string;
  settings: Schema;
}

export function presetsOf(schema: JsonValue): Presets | null {
  const presets = isSchema(schema) ? schema['x-presets'] : undefined;
  if (!isSchema(presets) || !isSchema(presets['settings'])) return null;
  const field = text(presets['field']);
  return field === null ? null : { field, settings: presets['settings'] };
}

/**
 * The fields of a task's form. What the chosen preset sets stands in for the defaults, and the choice of a
 * preset comes first.
 */
export function formOf(schema: JsonValue, values: Readonly<Record<string, JsonValue>>): Field[] {
  const presets = presetsOf(schema);
  if (presets === null) return fieldsOf(schema, values);
  const chooser = fieldsOf(schema).find((field) => field.key === presets.field);
  const name = values[presets.field] ?? chooser?.fallback ?? null;
  const chosen = typeof name === 'string' ? presets.settings[name] : undefined;
  const settings = isSchema(chosen) ? chosen : {};
  const fields = fieldsOf(schema, { ...settings, ...values }).map((field) => {
    const set = settings[field.key];
    // What a preset sets is not rare any more.
    return set === undefined ? field : { ...field, fallback: set, advanced: false };
  });
  const first = (field: Field) => field.key === presets.field;
  return [...fields.filter(first), ...fields.filter((field) => !first(field))];
}

/** What a preset sets, for people: "Paper A6 · Margin 5 mm". */
export function presetText(schema: JsonValue, fields: readonly Field[], name: JsonValue): string {
  const chosen = typeof name === 'string' ? presetsOf(schema)?.settings[name] : undefined;
  if (!isSchema(chosen)) return '';
  return fields
    .filter((field) => field.key in chosen)
    .map((field) => `${field.title} ${valueText(field, chosen[field.key] ?? null)}`)
    .join(' · ');
}

/** A value as people read it. */
export function valueText(field: Field, value: JsonValue): string {
  if (value === null) return form.none;
  if (field.kind === 'switch') return value === true ? form.on : form.off;
  if (field.kind === 'number') return [decimal(Number(value), 2), field.unit].filter(Boolean).join(' ');
  const options = field.kind === 'choice' || field.kind === 'list' ? (field.options ?? []) : [];
  const word = (one: JsonValue) => options.find((option) => option.value === one)?.label ?? String(one);
  if (Array.isArray(value)) return value.map(word).join(', ');
  return typeof value === 'string' ? word(value) : JSON.stringify(value);
}

/**
 * The fields of an object schema, in its order; nested objects become groups of their own. Fields that
 * come with a word of another one (`allOf` of `if` and `then`) follow that one, if `values` has the word.
 */
export function fieldsOf(
  schema: JsonValue,
  values: JsonValue = null,
  prefix = '',
  group: string | null = null,
): Field[] {
  if (!isSchema(schema) || !isSchema(schema['properties'])) return [];
  return Object.entries(schema['properties']).flatMap(([name, property]) => {
    if (!isSchema(property)) return [];
    const own = fieldsIn(name, property, prefix, group);
    const fallback = property['default'] ?? null;
    const word = isSchema(values) ? (values[name] ?? fallback) : fallback;
    return [...own, ...fieldsOf(fieldsWith(schema, name, word), values, prefix, group)];
  });
}

/** What comes with a word of a field; an empty schema when nothing does. */
function fieldsWith(schema: Schema, name: string, word: JsonValue): Schema {
  const rules = Array.isArray(schema['allOf']) ? schema['allOf'].filter(isSchema) : [];
  const rule = rules.find(({ if: when }) => {
    const decides = isSchema(when) && isSchema(when['properties']) ? when['properties'][name] : null;
    return isSchema(decides) && decides['const'] === word;
  });
  return isSchema(rule?.['then']) ? rule['then'] : {};
}

function fieldsIn(name: string, property: Schema, prefix: string, group: string | null): Field[] {
  const key = prefix + name;
  const [inner, nullable] = withoutNull(property);
  if (isSchema(inner['properties'])) {
    return fieldsOf(inner, null, `${key}.`, text(property['title']) ?? humanise(name));
  }
  return [fieldOf(key, name, { ...inner, ...property, type: inner['type'] ?? null }, nullable, group)];
}

/** `T | null` as schemars writes it (`type: [T, null]` or `anyOf`), without the null. */
function withoutNull(schema: Schema): [Schema, boolean] {
  const { type, anyOf } = schema;
  if (Array.isArray(type)) {
    const rest = type.filter((word) => word !== 'null');
    return [{ ...schema, type: rest[0] ?? 'null' }, rest.length < type.length];
  }
  if (Array.isArray(anyOf)) {
    const rest = anyOf.filter((part) => isSchema(part) && part['type'] !== 'null');
    const only = rest.length === 1 ? rest[0] : undefined;
    if (isSchema(only)) return [only, rest.length < anyOf.length];
  }
  return [schema, false];
}

function fieldOf(key: string, name: string, schema: Schema, nullable: boolean, group: string | null): Field {
  const shared: Shared = {
    key,
    title: text(schema['title']) ?? humanise(name),
    help: sentence(text(schema['description'])),
    fallback: schema['default'] ?? null,
    group: text(schema['x-group']) ?? group,
    advanced: schema['x-advanced'] === true,
    nullable,
  };
  const options = optionsOf(schema);
  if (options !== null) return { ...shared, kind: 'choice', options };
  const items = schema['items'];
  if (schema['type'] === 'array' && isSchema(items) && items['type'] === 'string') {
    return { ...shared, kind: 'list', options: optionsOf(items) };
  }
  if (schema['type'] === 'boolean') return { ...shared, kind: 'switch' };
  if (schema['type'] === 'number' || schema['type'] === 'integer') {
    const whole = schema['type'] === 'integer';
    const low = number(schema['minimum']) ?? number(schema['exclusiveMinimum']);
    const high = number(schema['maximum']) ?? number(schema['exclusiveMaximum']);
    const step = number(schema['multipleOf']) ?? stepFor(whole, number(shared.fallback), low, high);
    return { ...shared, kind: 'number', whole, unit: text(schema['x-unit']), low, high, step };
  }
  return { ...shared, kind: 'text', multiline: schema['x-multiline'] === true };
}

/** The words of an enum with their titles and helps; null where any word goes. */
function optionsOf(schema: Schema): Option[] | null {
  const words = schema['enum'];
  if (!Array.isArray(words)) return null;
  const helps = schema['x-enum-descriptions'];
  const titles = schema['x-enum-titles'];
  const at = (list: JsonValue | undefined, index: number) => (Array.isArray(list) ? text(list[index]) : null);
  return words
    .filter((word): word is string => typeof word === 'string')
    .map((value, index) => ({
      value,
      label: at(titles, index) ?? humanise(value),
      help: sentence(at(helps, index)),
    }));
}

/** A step of the arrow keys that is about a tenth of the usual value: 0.05 → 0.01, 3000 → 100. */
function stepFor(whole: boolean, usual: number | null, low: number | null, high: number | null): number {
  const scale = Math.abs(usual ?? 0) || (high !== null && low !== null ? (high - low) / 10 : 10);
  const step = 10 ** Math.floor(Math.log10(scale / 2));
  return whole ? Math.max(1, step) : step;
}

/** The range in words, "0 to 10 mm"; null without one. */
export function rangeText(field: Field & { kind: 'number' }): string | null {
  const unit = field.unit === null ? '' : ` ${field.unit}`;
  const [low, high] = [field.low, field.high].map((end) => (end === null ? null : decimal(end, 2)));
  if (low != null && high != null) return form.range(low, high, unit);
  if (low != null) return form.atLeast(low, unit);
  return high != null ? form.atMost(high, unit) : null;
}

/** What was typed as a number; a sentence if it is none or out of range. Takes a comma for the point. */
export function readNumber(
  field: Field & { kind: 'number' },
  typed: string,
): number | null | { fault: string } {
  const plain = typed.trim().replace(',', '.');
  if (plain === '') return field.nullable ? null : { fault: form.notANumber };
  const value = Number(plain);
  if (!Number.isFinite(value)) return { fault: form.notANumber };
  if (field.whole && !Number.isInteger(value)) return { fault: form.notWhole };
  const outside = (field.low !== null && value < field.low) || (field.high !== null && value > field.high);
  return outside ? { fault: form.outOfRange(rangeText(field) ?? '') } : value;
}

/** Flat `a.b` names as the nested object that goes over the wire. */
export function nest(flat: Readonly<Record<string, JsonValue>>): Schema {
  const root: Schema = {};
  for (const [key, value] of Object.entries(flat)) {
    const path = key.split('.');
    const last = path.pop();
    if (last === undefined) continue;
    let place = root;
    for (const part of path) {
      const inner = place[part];
      const next: Schema = isSchema(inner) ? inner : {};
      place[part] = next;
      place = next;
    }
    place[last] = value;
  }
  return root;
}

/** The other way round, for the fields of this form. */
export function flatten(fields: readonly Field[], params: JsonValue): Record<string, JsonValue> {
  const flat: Record<string, JsonValue> = {};
  for (const field of fields) {
    let value: JsonValue | undefined = params;
    for (const part of field.key.split('.')) value = isSchema(value) ? value[part] : undefined;
    if (value !== undefined && !same(value, field.fallback)) flat[field.key] = value;
  }
  return flat;
}

export const same = (a: JsonValue, b: JsonValue): boolean => JSON.stringify(a) === JSON.stringify(b);
