// Texts about tables: what they are, how they were read, which rows are bad.
import { count, plural } from './format';

export const bill = {
  region: 'The bill of parts',
  quoted: (quoted: number, rows: number) =>
    `${count(quoted)} of ${count(rows)} ${plural(rows, 'row', 'rows')} quoted`,
  head: {
    line: 'Line',
    part: 'Part',
    file: 'Drawing',
    quantity: 'Quantity',
    material: 'Material',
    thickness: 'Thickness',
    price: 'Price',
    findings: 'Findings',
  },
  inAll: (price: string) => `${price} in all`,
  leftOut: 'left out',
  fine: 'Nothing to say',
  more: (n: number) => `Show ${count(n)} more`,
  unlisted: (n: number) =>
    `${count(n)} more ${plural(n, 'row is', 'rows are')} left out; the report has their lines`,
};

export const table = {
  ask: (name: string) => `What is in ${name}?`,
  kinds: {
    postcard: { title: 'Recipients for cards', help: 'One card for each row, with its name and address' },
    'analyze-csv': { title: 'A bill of parts', help: 'One line for each part: how many, of what, how thick' },
  },
  region: 'The table',
  read: (rows: number, separator: string, encoding: string) =>
    `${count(rows)} ${plural(rows, 'row', 'rows')} · ${separator} · ${encoding}`,
  separators: { ',': 'commas', ';': 'semicolons', '|': 'bars', '\t': 'tabs', tab: 'tabs' } as Record<
    string,
    string
  >,
  columns: 'Columns',
  heading: 'Heading',
  meaning: 'Taken as',
  unknown: 'not used',
  bad: (n: number) => `${count(n)} ${plural(n, 'row makes', 'rows make')} nothing`,
  line: (n: number) => `Line ${count(n)}`,
  good: 'Every row can be used',
  more: (n: number) => `and ${count(n)} more`,
  way: 'Jobs',
  ways: { rows: 'One for each card', whole: 'One for all cards' },
  card: 'Card',
  cardOf: (n: number, of: number) => `Card ${count(n)} of ${count(of)}`,
  allCards: 'All cards',
  next: 'Next card',
  before: 'Card before',
  queueCards: (n: number) => `Queue ${count(n)} ${plural(n, 'card', 'cards')}`,
  join: 'One job with all files',
  joinHelp: 'Off makes one job for each file',
  noPicture: (name: string) => `${name} has no picture of its own`,
  noPictureHint: 'What it makes is shown as soon as it is planned',
  pixels: (width: string) => width,
};
