/**
 * What the preview says.
 */

const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
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
  size: (width_mm: number, height_mm: number) =>
    `${numbers.format(width_mm)} × ${numbers.format(height_mm)} mm`,
  timeOf: (time_s: number, total_s: number) => `${clock(time_s)} of ${clock(total_s)}`,
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
