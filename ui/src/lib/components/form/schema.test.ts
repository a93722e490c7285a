import { describe, expect, it } from 'vitest';
import { plotTask } from '../../../../tests/mock/facts';
import {
  fieldsOf,
  flatten,
  formOf,
  humanise,
  nest,
  presetText,
  rangeText,
  readNumber,
  valueText,
  type Field,
} from './schema';

const fields = fieldsOf(plotTask.schema);
const field = (key: string) => fields.find((known) => known.key === key) as Field & { kind: 'number' };

describe('fieldsOf', () => {
  it('finds every kind of field in the order of the schema', () => {
    expect(fields.map((known) => [known.key, known.kind])).toEqual([
      ['sort', 'switch'],
      ['layers', 'choice'],
      ['join_tolerance_mm', 'number'],
      ['drop_duplicates', 'switch'],
      ['speed_mm_per_s', 'number'],
      ['passes', 'number'],
      ['pen_name', 'text'],
      ['recipe', 'choice'],
      ['paper', 'choice'],
      ['formats', 'list'],
    ]);
  });

  it('carries unit, range, group, help and default', () => {
    expect(field('join_tolerance_mm')).toMatchObject({
      unit: 'mm',
      low: 0,
      high: 5,
      group: 'Clean up',
      fallback: 0.1,
      advanced: false,
      whole: false,
    });
    expect(field('passes')).toMatchObject({ whole: true, advanced: true, step: 1 });
    expect(field('pen_name')).toMatchObject({ nullable: true, fallback: null });
  });

  it('shows what comes with a word only beside that word', () => {
    const when = (kind: string, fields: object) => [
      ['if', { properties: { kind: { const: kind } } }],
      ['then', { properties: fields }],
    ];
    const schema = {
      type: 'object',
      properties: {
        kind: { type: 'string', enum: ['grid', 'spiral'], default: 'grid' },
        seed: { type: 'integer', default: 0 },
      },
      allOf: [
        Object.fromEntries(when('grid', { gap: { type: 'number' } })),
        Object.fromEntries(when('spiral', { turns: { type: 'number' } })),
      ],
    };
    expect(fieldsOf(schema).map((known) => known.key)).toEqual(['kind', 'gap', 'seed']);
    expect(fieldsOf(schema, { kind: 'spiral' }).map((known) => known.key)).toEqual(['kind', 'turns', 'seed']);
  });

  it('makes groups of nested objects', () => {
    const nested = fieldsOf({
      type: 'object',
      properties: {
        pen: { type: 'object', title: 'Pen', properties: { up_s: { type: 'number', default: 0.1 } } },
      },
    });
    expect(nested).toMatchObject([{ key: 'pen.up_s', title: 'Up s', group: 'Pen' }]);
  });

  it('reads both ways of writing an optional value', () => {
    const optional = fieldsOf({
      properties: {
        a: { type: ['integer', 'null'] },
        b: { anyOf: [{ type: 'string', enum: ['x'] }, { type: 'null' }], default: null },
      },
    });
    expect(optional).toMatchObject([
      { kind: 'number', whole: true, nullable: true },
      { kind: 'choice', nullable: true, options: [{ value: 'x' }] },
    ]);
  });

  it('finds nothing in what is no object', () => {
    expect([fieldsOf(null), fieldsOf(true), fieldsOf({ type: 'string' })]).toEqual([[], [], []]);
  });
});

describe('numbers', () => {
  it('takes a comma, and refuses with the range in words', () => {
    const join = field('join_tolerance_mm');
    expect(readNumber(join, ' 0,25 ')).toBe(0.25);
    expect(readNumber(join, '6')).toEqual({ fault: 'Must be 0 to 5 mm' });
    expect(readNumber(join, 'abc')).toEqual({ fault: 'Type a number' });
    expect(readNumber(join, '')).toEqual({ fault: 'Type a number' });
    expect(readNumber(join, 'Infinity')).toEqual({ fault: 'Type a number' });
    expect(readNumber(field('passes'), '1.5')).toEqual({ fault: 'Type a whole number' });
    expect(rangeText(field('passes'))).toBe('1 to 10');
  });
  it('steps by a part of what is usual', () => {
    expect([field('join_tolerance_mm').step, field('speed_mm_per_s').step]).toEqual([0.01, 10]);
  });
});

it('nests and flattens', () => {
  expect(nest({ 'a.b': 1, 'a.c': true, d: null })).toEqual({ a: { b: 1, c: true }, d: null });
  expect(flatten(fields, { passes: 3, sort: true, unknown: 1 })).toEqual({ passes: 3 });
});

it('makes words of names', () => {
  expect(humanise('drop_duplicates')).toBe('Drop duplicates');
});

describe('a preset', () => {
  const form = formOf(plotTask.schema, { recipe: 'postcard', join_tolerance_mm: 0.2 });
  const of = (key: string) => form.find((known) => known.key === key);

  it('is chosen first', () => {
    expect(form[0]).toMatchObject({ key: 'recipe', kind: 'choice' });
    expect(form).toHaveLength(fields.length);
  });
  it('stands in for the defaults, and what is set differs from it', () => {
    expect(of('paper')?.fallback).toBe('a6');
    expect(of('join_tolerance_mm')?.fallback).toBe(0.5);
    expect(flatten(form, { recipe: 'postcard', paper: 'a6', join_tolerance_mm: 0.1 })).toEqual({
      recipe: 'postcard',
      join_tolerance_mm: 0.1,
    });
  });
  it('brings what it sets out of the rare settings', () => {
    const clean = formOf(plotTask.schema, { recipe: 'clean' });
    expect(clean.find((known) => known.key === 'speed_mm_per_s')).toMatchObject({
      advanced: false,
      fallback: 60,
    });
    expect(of('speed_mm_per_s')?.advanced).toBe(true);
  });
  it('says what it sets', () => {
    expect(presetText(plotTask.schema, form, 'postcard')).toBe('Join gaps up to 0.5 mm · Paper A6');
    expect(presetText(plotTask.schema, form, 'none')).toBe('');
  });
});

it('reads a list of words', () => {
  const list = fields.find((known) => known.key === 'formats')!;
  expect(list.kind === 'list' && list.options?.map((option) => option.label)).toEqual([
    'SVG',
    'HPGL',
    'G-code',
  ]);
  expect(valueText(list, ['svg', 'gcode'])).toBe('SVG, G-code');
  const free = fieldsOf({ properties: { tags: { type: 'array', items: { type: 'string' } } } })[0]!;
  expect(free).toMatchObject({ kind: 'list', options: null });
});
