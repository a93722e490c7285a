// Texts about pictures: what they show and what can be done with them.
import { count, plural } from './format';

export const picture = {
  before: 'Before',
  after: 'After',
  split: 'Both',
  side: 'Which drawing',
  tools: 'What the picture shows',
  travel: 'Travel',
  travelHelp: 'Ways with the pen up (t)',
  order: 'Order',
  orderHelp: 'From the first line to the last, by tint (o)',
  coverage: 'Passes',
  coverageHelp: 'How often the pen passes each spot (v)',
  measuring: 'Measure',
  measuringHelp: 'Click two places to measure between them (m)',
  planning: 'Planning…',
  label: (size: string, layers: number, paths: number, time: string | null) =>
    [
      `Drawing, ${size}`,
      `${count(layers)} ${plural(layers, 'layer', 'layers')}`,
      `${count(paths)} ${plural(paths, 'path', 'paths')}`,
      ...(time === null ? [] : [`takes ${time}`]),
    ].join(', '),
  pixels: (size: string) => `Picture, ${size}`,
  segments: (n: string) => `${n} line segments`,
  solo: (name: string) => `Show ${name} alone`,
  all: 'Show all layers',
};
