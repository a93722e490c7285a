import { expect, it } from 'vitest';
import { tableOf } from './table';

it('reads a table of recipients and a bill of parts alike', () => {
  const cards = {
    table: {
      delimiter: ';',
      encoding: 'UTF-8',
      columns: [
        { heading: 'Name', meaning: 'recipient' },
        { heading: 'Gift', meaning: null },
      ],
      rows: 3,
      blank_rows: 0,
    },
    problems: [{ row: 2, line: 3, message: 'there is no recipient' }],
  };
  expect(tableOf(cards)).toEqual({
    rows: 3,
    separator: ';',
    encoding: 'UTF-8',
    columns: [
      { heading: 'Name', meaning: 'recipient' },
      { heading: 'Gift', meaning: null },
    ],
    bad: [{ row: 2, line: 3, message: 'there is no recipient' }],
  });
  const bill = {
    format: { encoding: 'windows-1252', separator: 'tab', decimal: 'comma' },
    headings: [{ heading: 'Datei', taken_as: 'file' }],
    rows: 1,
    findings: [
      { severity: 'note', line: 2, message: 'read as 10 mm' },
      { severity: 'error', line: 2, message: 'the quantity is no number' },
    ],
  };
  expect(tableOf(bill)).toMatchObject({
    rows: 1,
    separator: 'tab',
    columns: [{ heading: 'Datei', meaning: 'file' }],
    bad: [{ row: null, line: 2, message: 'the quantity is no number' }],
  });
  expect(tableOf({ paths: 3 })).toBeNull();
  expect(tableOf(null)).toBeNull();
});
