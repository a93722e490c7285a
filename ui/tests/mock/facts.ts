import type {
  Diagnostic,
  Job,
  JsonValue,
  PreviewInfo,
  TaskInfo,
  WorkerInfo,
} from '../../src/lib/api/bindings';

/** A task with one field of each kind. */
export const plotTask: TaskInfo = {
  name: 'plot',
  version: 1,
  title: 'Plot',
  summary: 'Orders, joins and cleans the lines of a drawing for a pen plotter',
  queue: 'default',
  timeout_s: 600,
  accepts: ['svg', 'svgz'],
  inputs: [1, 1],
  rerun_after_crash: true,
  schema: {
    type: 'object',
    'x-presets': {
      field: 'recipe',
      settings: { postcard: { paper: 'a6', join_tolerance_mm: 0.5 }, clean: { speed_mm_per_s: 60 } },
    },
    properties: {
      sort: {
        type: 'boolean',
        title: 'Sort paths',
        description: 'Draw near things one after the other',
        default: true,
        'x-group': 'Order',
      },
      layers: {
        type: 'string',
        title: 'Layers',
        enum: ['keep', 'merge'],
        'x-enum-descriptions': ['One pen after the other', 'One pen for all'],
        default: 'keep',
        'x-group': 'Order',
      },
      join_tolerance_mm: {
        type: 'number',
        title: 'Join gaps up to',
        default: 0.1,
        minimum: 0,
        maximum: 5,
        'x-unit': 'mm',
        'x-group': 'Clean up',
      },
      drop_duplicates: { type: 'boolean', title: 'Drop double lines', default: true, 'x-group': 'Clean up' },
      speed_mm_per_s: {
        type: 'number',
        title: 'Drawing speed',
        default: 40,
        minimum: 1,
        maximum: 500,
        'x-unit': 'mm/s',
        'x-group': 'Machine',
        'x-advanced': true,
      },
      passes: {
        type: 'integer',
        title: 'Passes',
        default: 1,
        minimum: 1,
        maximum: 10,
        'x-group': 'Machine',
        'x-advanced': true,
      },
      pen_name: { type: ['string', 'null'], title: 'Pen name', default: null, 'x-advanced': true },
      recipe: {
        type: 'string',
        title: 'Recipe',
        enum: ['none', 'postcard', 'clean'],
        'x-enum-titles': ['None', 'Postcard A6', 'Clean and sort'],
        'x-enum-descriptions': ['Only what is set below.', 'As large as fits on an A6 card', 'Sorted, fast'],
        default: 'none',
        'x-group': 'Recipe',
      },
      paper: {
        type: 'string',
        title: 'Paper',
        enum: ['as_is', 'a6'],
        'x-enum-titles': ['As the file', 'A6'],
        default: 'as_is',
        'x-group': 'Page',
      },
      formats: {
        type: 'array',
        title: 'Files',
        items: { type: 'string', enum: ['svg', 'hpgl', 'gcode'], 'x-enum-titles': ['SVG', 'HPGL', 'G-code'] },
        default: ['svg'],
        'x-group': 'Output',
      },
    },
  },
  report_schema: { type: 'object' },
};

export const diagnostics: Diagnostic[] = [
  {
    kind: 'dashes',
    severity: 'note',
    message: '2 dashed lines were cut to lines',
    layer: 'Blue 0.3',
    element: 'path#dash',
    x_mm: 120,
    y_mm: 80,
  },
  {
    kind: 'raster-image',
    severity: 'warning',
    message: 'A raster image cannot be drawn and was left out',
    layer: 'Red 0.5',
    element: 'image#photo',
    x_mm: 300,
    y_mm: 180,
  },
];

export function report(picture: PreviewInfo): JsonValue {
  const draw = picture.layers.reduce((sum, layer) => sum + layer.draw_mm, 0);
  return {
    width_mm: picture.width_mm,
    height_mm: picture.height_mm,
    paths: 520,
    draw_mm: draw,
    travel_before_mm: 44_200,
    travel_mm: 3100,
    pen_lifts_before: 900,
    pen_lifts: 520,
    time_before_s: 6300,
    time_s: 2872,
    time: { draw_s: 2210, lifts_s: 410, travel_s: 252, pen_changes_s: 0, pauses_s: 0, total_s: 2872 },
    steps: [
      step('join', [900, 520], [44_200, 21_800], [draw, draw + 12]),
      step('remove_duplicates', [520, 520], [21_800, 21_800], [draw + 12, draw]),
      step('order', [520, 520], [21_800, 3100], [draw, draw]),
    ],
    import: [{ kind: 'dashes', severity: 'note', count: 2, example: '2 dashed lines were cut to lines' }],
    layers: picture.layers.map((layer) => ({ ...layer, time_s: layer.draw_mm / 18 })),
    diagnostics: diagnostics.map((found) => ({ ...found })),
  };
}

type Span = [before: number, after: number];

const step = (name: string, paths: Span, travel: Span, draw: Span): JsonValue => ({
  name,
  paths_before: paths[0],
  paths_after: paths[1],
  travel_mm_before: travel[0],
  travel_mm_after: travel[1],
  draw_mm_before: draw[0],
  draw_mm_after: draw[1],
});

export function workers(jobs: Job[], now: number): WorkerInfo[] {
  const base = {
    host: 'studio',
    pid: 4711,
    incarnation: null,
    version: '0.1.0',
    kind: 'penstock' as const,
    started_at_ms: now - 9_000_000,
  };
  const of = (name: string) =>
    jobs.filter((job) => job.state === 'running' && job.worker === name).map((job) => job.id);
  const state = (name: string, slots: number) =>
    of(name).length >= slots ? ('busy' as const) : ('idle' as const);
  return [
    {
      ...base,
      name: 'studio',
      queues: ['high', 'default', 'low'],
      slots: 2,
      state: state('studio', 2),
      heard_at_ms: now - 900,
      jobs: of('studio'),
      finished: 214,
      failed: 3,
    },
    {
      ...base,
      name: 'shop-pi-2',
      host: 'shop-pi-2',
      queues: ['default'],
      slots: 1,
      state: state('shop-pi-2', 1),
      heard_at_ms: now - 2400,
      jobs: of('shop-pi-2'),
      finished: 96,
      failed: 0,
    },
    {
      ...base,
      name: 'waterjet-bay',
      host: 'bay',
      queues: ['gcode'],
      slots: 1,
      state: 'lost',
      heard_at_ms: now - 840_000,
      jobs: [],
      finished: 37,
      failed: 1,
    },
  ];
}
