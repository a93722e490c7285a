/**
 * Colours that can be seen on the canvas, and the gradient of the drawing order.
 *
 * Pens have the colours of their ink, which may be black on a dark canvas. Such colours keep their
 * hue and get another lightness (in OKLab, https://bottosson.github.io/posts/oklab/) until they reach
 * the contrast WCAG 2.2 asks of graphics (1.4.11: 3 to 1).
 */

/** Red, green and blue from 0 to 1, in sRGB. */
export type Rgb = readonly [number, number, number];

export const LEAST_CONTRAST = 3;

/** `#rgb`, `#rrggbb`, `rgb(…)` and `rgba(…)`; null for anything else. */
export function parseColor(text: string): Rgb | null {
  const trimmed = text.trim();
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(trimmed);
  if (short) return channels(short.slice(1).map((digit) => Number.parseInt(digit + digit, 16) / 255));
  const long = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(trimmed);
  if (long) return channels(long.slice(1).map((digits) => Number.parseInt(digits, 16) / 255));
  const call = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)/i.exec(trimmed);
  if (call) return channels(call.slice(1).map((number) => Math.min(Number(number) / 255, 1)));
  return null;
}

function channels(values: readonly number[]): Rgb {
  return [values[0] ?? 0, values[1] ?? 0, values[2] ?? 0];
}

export function cssColor([r, g, b]: Rgb): string {
  return `rgb(${Math.round(r * 255)} ${Math.round(g * 255)} ${Math.round(b * 255)})`;
}

export function mix(from: Rgb, to: Rgb, part: number): Rgb {
  return [
    from[0] + (to[0] - from[0]) * part,
    from[1] + (to[1] - from[1]) * part,
    from[2] + (to[2] - from[2]) * part,
  ];
}

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function companded(value: number): number {
  return value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
}

/** Relative luminance as WCAG 2.2 defines it. */
export function luminance([r, g, b]: Rgb): number {
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** From 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

type Lab = readonly [lightness: number, a: number, b: number];

function toLab([red, green, blue]: Rgb): Lab {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** May leave the range from 0 to 1. */
function fromLab([lightness, a, b]: Lab): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    companded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    companded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    companded(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** The colour with another lightness, and as much of its chroma as the screen can show there. */
function withLightness([, a, b]: Lab, lightness: number): Rgb {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 16; step++) {
    const middle = (low + high) / 2;
    if (fits(fromLab([lightness, a * middle, b * middle]))) low = middle;
    else high = middle;
  }
  const [red, green, blue] = fromLab([lightness, a * low, b * low]);
  return [clamp(red), clamp(green), clamp(blue)];
}

function fits(rgb: Rgb): boolean {
  return rgb.every((value) => value >= -1e-4 && value <= 1 + 1e-4);
}

function clamp(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}

/**
 * The colour itself where it can be seen on the canvas; otherwise its likeness.
 *
 * On a dark canvas lightness is mirrored, so black ink becomes nearly white rather than a barely
 * visible grey; on a light one it falls just far enough, so yellow stays as yellow as it can.
 */
export function visibleOn(color: Rgb, canvas: Rgb): Rgb {
  if (contrast(color, canvas) >= LEAST_CONTRAST) return color;
  const lab = toLab(color);
  const dark = luminance(canvas) < 0.18;
  let lightness = dark ? Math.max(lab[0], 0.95 - 0.45 * lab[0]) : lab[0];
  const step = dark ? 0.01 : -0.01;
  for (; lightness >= 0 && lightness <= 1; lightness += step) {
    const candidate = withLightness(lab, lightness);
    if (contrast(candidate, canvas) >= LEAST_CONTRAST) return candidate;
  }
  return dark ? [1, 1, 1] : [0, 0, 0];
}

/** What the tool has not reached yet. A mixture and not an alpha, so that crossings do not darken. */
export function ghost(color: Rgb, canvas: Rgb): Rgb {
  return mix(canvas, color, 0.18);
}

export type Gradient = readonly [Rgb, Rgb, Rgb];

/** From the first stroke to the last: lightness only rises or only falls, for eyes without hues. */
export function orderGradient(canvas: Rgb): Gradient {
  const stops: readonly [string, string, string] =
    luminance(canvas) < 0.18 ? ['#5060f0', '#e865aa', '#ffd166'] : ['#bd7000', '#b3206e', '#2b1e8c'];
  return [hex(stops[0]), hex(stops[1]), hex(stops[2])];
}

function hex(text: string): Rgb {
  return parseColor(text) ?? [0, 0, 0];
}

/** @param part from 0, the first stroke, to 1, the last. */
export function gradientAt([first, middle, last]: Gradient, part: number): Rgb {
  return part < 0.5 ? mix(first, middle, part * 2) : mix(middle, last, part * 2 - 1);
}
