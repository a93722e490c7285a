/**
 * What stands over a picture besides its own lines: numbered places, labelled rectangles, the jet with
 * its pierces, and another picture of the same sheet in thin lines.
 */

import type { Level } from './decode';
import type { Point, PreviewInfo, Rect } from './info';

/** A numbered place. */
export interface Mark {
  readonly x_mm: number;
  readonly y_mm: number;
  readonly number: number;
  readonly tone: 'note' | 'warning' | 'error' | 'done';
}

/** A rectangle with a name, in mm. */
export interface Box {
  readonly rect: Rect;
  readonly label: string;
}

/** How long a path is beside its line at its begin and at its end, in mm. */
export interface Lead {
  readonly in_mm: number;
  readonly out_mm: number;
}

export interface Extras {
  readonly marks?: readonly Mark[];
  readonly boxes?: readonly Box[];
  /** The picture is of a jet: every path begins with a pierce, and the tool is as wide as its line. */
  readonly jet?: boolean;
  /** The ways in and out of each path of a jet, in the order of the paths. */
  readonly leads?: readonly Lead[];
  /** Lies on the same sheet, and is drawn over the picture as it was drawn by hand. */
  readonly over?: PreviewInfo | null;
  /** A part of the sheet to look at; null is the whole. It is brought into view when it changes. */
  readonly focus?: Rect | null;
}

/** More than these would be one grey patch, and slow the page. */
const MOST_PIERCES = 1000;

/** Where a jet goes through: the start of each path, and when. None where there are too many to tell apart. */
export function pierces({ starts, layers, xy, times }: Level): Array<Point & { time_s: number }> {
  if (layers.length > MOST_PIERCES) return [];
  return Array.from(layers, (_, path) => {
    const at = starts[path] ?? 0;
    return { x: xy[2 * at] ?? 0, y: xy[2 * at + 1] ?? 0, time_s: times[at] ?? 0 };
  });
}
