/**
 * What the preview says.
 */

import { precise, size } from '../text/format';
import type { Distance } from './measure';
import type { Pick } from './pick';

const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export const text = {
  toolbar: 'View',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show the whole sheet',
  scrubber: 'Time in the plot',
  play: 'Play in 20 seconds',
  pause: 'Pause',
  loading: 'Loading the picture…',
  empty: 'Nothing is drawn on this sheet',
  failed: 'The picture could not be shown',
  retry: 'Try again',
  everything: 'Draw everything',
  simplified: (strokes: number) => `${compact.format(strokes)} strokes, showing a simplified picture`,
  size,
  timeOf: (time_s: number, total_s: number) => `${clock(time_s)} of ${clock(total_s)}`,
  copy: 'Copy',
  measureHint: 'Click two places to measure between them',
  passes: 'How often the pen passes',
  passesFailed: 'The passes could not be read',
  toneFailed: 'The picture could not be read',
  passShare: (passes: number, share: number) =>
    `${passes === 4 ? '4 or more' : passes}×, ${share < 0.01 ? 'under 1' : Math.round(100 * share)} %`,
  mostPasses: (most: number) => `at most ${most === 255 ? '255 or more' : most}×`,
  distanceRows: ({ distance_mm, dx_mm, dy_mm, angle_deg }: Distance): Array<readonly [string, string]> => [
    ['Distance', precise(distance_mm)],
    ['Across', precise(dx_mm)],
    ['Down', precise(dy_mm)],
    ['Angle', `${numbers.format(angle_deg)}°`],
  ],
  pickRows: (pick: Pick, layer: string, timed: boolean): Array<readonly [string, string]> => [
    ['Layer', layer === '' ? 'Unnamed layer' : layer],
    ['Path', `${whole.format(pick.order)} of ${whole.format(pick.of)}`],
    ['Length', precise(pick.length_mm)],
    ['Points', whole.format(pick.points)],
    ...(timed ? ([['Drawn', `${clock(pick.from_s)} to ${clock(pick.to_s)}`]] as const) : []),
  ],
  speed: (speed: number) => `${numbers.format(speed)}×`,
};

/** Like `29:41` or `1:02:03`. */
export function clock(time_s: number): string {
  const whole = Math.max(Math.round(time_s), 0);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const seconds = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}
