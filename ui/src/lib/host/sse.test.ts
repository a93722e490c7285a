import { describe, expect, it } from 'vitest';
import { backOffMs, EventReader } from './sse';

describe('EventReader', () => {
  it('puts together a message that arrives in pieces', () => {
    const reader = new EventReader();
    expect(reader.push('da')).toEqual([]);
    expect(reader.push('ta: {"a":')).toEqual([]);
    expect(reader.push('1}\n\ndata: 2\n')).toEqual(['{"a":1}']);
    expect(reader.push('\n')).toEqual(['2']);
  });

  it('passes over heartbeats and other fields', () => {
    expect(new EventReader().push(': ping\n\nevent: update\nid: 4\ndata: x\n\n')).toEqual(['x']);
  });

  it('joins the lines of one message and takes every kind of line end', () => {
    expect(new EventReader().push('data: a\r\ndata: b\r\n\r\n')).toEqual(['a\nb']);
  });
});

describe('backOffMs', () => {
  it('grows to a ceiling and never falls below half of it', () => {
    expect(backOffMs(0, () => 0)).toBe(125);
    expect(backOffMs(3, () => 1)).toBe(2000);
    expect(backOffMs(50, () => 0)).toBe(7500);
    expect(backOffMs(50, () => 1)).toBe(15_000);
  });
});
