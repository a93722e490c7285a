import type { LayerSummary, PreviewInfo } from '../../src/lib/api/bindings';

/** A picture for tests: its facts, and the bytes of its levels as docs/preview-format.md lays them down. */
export interface Drawing {
  info: PreviewInfo;
  levels: ArrayBuffer[];
}

interface Stroke {
  layer: number;
  points: Array<[number, number]>;
}

/** Numbers that look random and are the same each time. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

const PENS: Array<[string, string, number]> = [
  ['Blue 0.3', '#1f4e9e', 0.3],
  ['Red 0.5', '#b3261e', 0.5],
  ['Black 0.1', '#2b2f36', 0.1],
];

function strokes(width: number, height: number, seed: number): Stroke[] {
  const random = numbers(seed);
  const [fx, fy] = [0.008 + random() * 0.01, 0.008 + random() * 0.01];
  return Array.from({ length: 900 }, () => {
    let [x, y] = [random() * width, random() * height];
    const layer = Math.hypot(x - width / 2, y - height / 2) < height * 0.3 ? 0 : random() < 0.5 ? 1 : 2;
    const points: Array<[number, number]> = [[x, y]];
    for (let step = 0; step < 26; step += 1) {
      const angle = Math.sin(x * fx + seed) * 2.2 + Math.cos(y * fy) * 2.2;
      x += Math.cos(angle) * 1.6;
      y += Math.sin(angle) * 1.6;
      if (x < 8 || y < 8 || x > width - 8 || y > height - 8) break;
      points.push([x, y]);
    }
    return { layer, points };
  });
}

const far = (a: [number, number], b: [number, number]) => Math.hypot(a[0] - b[0], a[1] - b[1]);

function level(paths: Stroke[], keep: number): { bytes: ArrayBuffer; segments: number; timeS: number } {
  const thin = paths.map((path) => ({
    ...path,
    points: path.points.filter((_, at) => at % keep === 0 || at === path.points.length - 1),
  }));
  const count = thin.reduce((sum, path) => sum + path.points.length, 0);
  const bytes = new ArrayBuffer(8 + 4 * (thin.length + 1) + 4 * thin.length + 12 * count);
  const view = new DataView(bytes);
  view.setUint32(0, thin.length, true);
  view.setUint32(4, count, true);
  const [firsts, layers] = [8, 8 + 4 * (thin.length + 1)];
  const [places, times] = [layers + 4 * thin.length, layers + 4 * thin.length + 8 * count];
  let [point, time, segments] = [0, 0, 0];
  let last: [number, number] = [0, 0];
  thin.forEach((path, at) => {
    view.setUint32(firsts + 4 * at, point, true);
    view.setUint32(layers + 4 * at, path.layer, true);
    path.points.forEach((to, place) => {
      time += far(last, to) / (place === 0 ? 160 : 35);
      last = to;
      view.setFloat32(places + 8 * point, to[0], true);
      view.setFloat32(places + 8 * point + 4, to[1], true);
      view.setFloat32(times + 4 * point, time, true);
      point += 1;
    });
    segments += path.points.length - 1;
  });
  view.setUint32(firsts + 4 * thin.length, point, true);
  return { bytes, segments, timeS: time };
}

/** A flow field on a sheet. `ordered` sorts its strokes, as a plan would. */
export function drawing(handle: string, seed: number, ordered: boolean, width = 420, height = 297): Drawing {
  const paths = strokes(width, height, seed);
  if (ordered) {
    paths.sort(
      (a, b) =>
        a.layer - b.layer ||
        Math.floor((a.points[0]?.[0] ?? 0) / 12) - Math.floor((b.points[0]?.[0] ?? 0) / 12) ||
        (a.points[0]?.[1] ?? 0) - (b.points[0]?.[1] ?? 0),
    );
  }
  const made = [4, 1].map((keep) => ({ keep, ...level(paths, keep) }));
  const layers = PENS.map(([name, color, pen_width_mm], at): LayerSummary => {
    const own = paths.filter((path) => path.layer === at);
    const draw = own.reduce(
      (sum, path) =>
        sum + path.points.slice(1).reduce((len, to, i) => len + far(path.points[i] ?? to, to), 0),
      0,
    );
    return { name, color, pen_width_mm, paths: own.length, draw_mm: draw };
  });
  return {
    info: {
      handle,
      width_mm: width,
      height_mm: height,
      layers,
      levels: made.map(({ keep, segments, bytes }) => ({
        tolerance_mm: keep === 1 ? 0.01 : 0.5,
        segments,
        bytes: bytes.byteLength,
      })),
      time_s: made.at(-1)?.timeS ?? 0,
      coverage: { cell_mm: 7, columns: 60, rows: 43, most: 3, tone: false },
    },
    levels: made.map(({ bytes }) => bytes),
  };
}
