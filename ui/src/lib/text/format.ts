// Numbers, lengths and times as people read them. Everything locale-dependent goes through Intl.

import { INCH_MM, units } from './units.svelte';

export const LOCALE = 'en-GB';

const significant = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 6 });
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const digits = [0, 1, 2].map(
  (maximumFractionDigits) => new Intl.NumberFormat(LOCALE, { maximumFractionDigits }),
);
const tenThousandths = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 4 });
const ordinals = new Intl.PluralRules(LOCALE, { type: 'ordinal' });
const plurals = new Intl.PluralRules(LOCALE);
const timeOfDay = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(LOCALE, { weekday: 'short' });
const day = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' });
const dayAndYear = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric' });

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NARROW_SPACE = '\u202f';
const MINUS = '\u2212';

/** Picks the form for a count: `plural(n, 'path', 'paths')`. */
export function plural(n: number, one: string, other: string): string {
  return plurals.select(n) === 'one' ? one : other;
}

/** 1204 → "1,204". */
export const count = (n: number): string => whole.format(n);

/** At most this many decimals, none that are zero. A nothing has no sign. */
export const decimal = (n: number, places: 0 | 1 | 2 = 1): string =>
  digits[places]?.format(n).replace(/^-0$/, '0') ?? String(n);

/** A figure of a calculation: 177.5123742 → "177.512". */
export const figure = (n: number): string => significant.format(n);

/** 3 → "3rd". */
export function ordinal(n: number): string {
  const suffix = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' };
  return count(n) + suffix[ordinals.select(n)];
}

/** "0.31 in", "32.3 in", "60.4 ft": twelve inches are a foot, and feet are for ways. */
function inches(mm: number): string {
  const inch = mm / INCH_MM;
  if (Math.abs(inch) < 10) return `${decimal(inch, 2)} in`;
  if (Math.abs(inch) < 120) return `${decimal(inch, 1)} in`;
  return `${decimal(inch / 12, Math.abs(inch) < 1200 ? 1 : 0)} ft`;
}

/** A place or a distance to be read off: "12.34 mm", "0.4858 in". */
export const precise = (mm: number): string =>
  units.inches ? `${tenThousandths.format(mm / INCH_MM)} in` : `${decimal(mm, 2)} mm`;

/** A length given in mm: "820 mm" below a metre, "1.02 m" or "18.4 m" above, "27.6 km" from ten kilometres. */
export function length(mm: number): string {
  if (!Number.isFinite(mm)) return '–';
  if (units.inches) return inches(mm);
  if (Math.abs(mm) < 100) return `${decimal(mm, 1)} mm`;
  if (Math.abs(mm) < 1000) return `${decimal(mm, 0)} mm`;
  if (Math.abs(mm) < 10_000) return `${decimal(mm / 1000, 2)} m`;
  if (Math.abs(mm) < 10_000_000) return `${decimal(mm / 1000, Math.abs(mm) < 100_000 ? 1 : 0)} m`;
  return `${decimal(mm / 1_000_000, 1)} km`;
}

/** A sheet: "420 × 297 mm". */
export const size = (widthMm: number, heightMm: number): string =>
  units.inches
    ? `${decimal(widthMm / INCH_MM, 2)} × ${decimal(heightMm / INCH_MM, 2)} in`
    : `${decimal(widthMm, 1)} × ${decimal(heightMm, 1)} mm`;

const PAPERS: ReadonlyArray<readonly [string, number, number]> = [
  ['A0', 841, 1189],
  ['A1', 594, 841],
  ['A2', 420, 594],
  ['A3', 297, 420],
  ['A4', 210, 297],
  ['A5', 148, 210],
  ['A6', 105, 148],
  ['Letter', 215.9, 279.4],
  ['Tabloid', 279.4, 431.8],
];

/** The name of a sheet's format within half a millimetre: "A3 landscape"; null for one without a name. */
export function paper(widthMm: number, heightMm: number): string | null {
  const [short, long] = [Math.min(widthMm, heightMm), Math.max(widthMm, heightMm)];
  const found = PAPERS.find(([, w, h]) => Math.abs(w - short) <= 0.5 && Math.abs(h - long) <= 0.5);
  if (found === undefined) return null;
  return `${found[0]} ${widthMm > heightMm ? 'landscape' : 'portrait'}`;
}

/** A span in seconds: "23 ms", "0.4 s", "42 s", "16:20" (minutes and seconds), "1 h 05 min". */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '–';
  if (seconds > 0 && seconds < 0.1) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  if (seconds < 9.95) return `${decimal(seconds, 1)} s`;
  if (seconds < 59.5) return `${whole.format(seconds)} s`;
  const all = Math.round(seconds);
  const two = (n: number) => String(n).padStart(2, '0');
  if (all < 3600) return `${Math.floor(all / 60)}:${two(all % 60)}`;
  return `${Math.floor(all / 3600)} h ${two(Math.floor((all % 3600) / 60))} min`;
}

/** A span for a glance: "now", "42 s", "18 min", "3 h", "5 d". Rounded down, so that an age is never ahead. */
export function span(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`;
  return `${count(Math.floor(seconds / 86_400))} d`;
}

/** When, for a glance: "14:38" today, "Mon 07:30" within six days, "12 May 07:30", "12 May 2025". */
export function clock(atMs: number, nowMs: number): string {
  const at = new Date(atMs);
  if (at.toDateString() === new Date(nowMs).toDateString()) return timeOfDay.format(at);
  const away = Math.abs(atMs - nowMs);
  if (away < 6 * DAY_MS) return `${weekday.format(at)} ${timeOfDay.format(at)}`;
  if (away < 300 * DAY_MS) return `${day.format(at)} ${timeOfDay.format(at)}`;
  return dayAndYear.format(at);
}

/** Of a pen: "0.3 mm". */
export const width = (mm: number): string => precise(mm);

/** A price in the smallest unit of its currency, as a report gives it: "40.09 €". */
export function money(minor: number, report: Readonly<Record<string, unknown>>): string {
  const { currency, minor_per_major: parts } = report;
  const per = typeof parts === 'number' && parts > 0 ? parts : 100;
  const digits = Math.round(Math.log10(per));
  const shape = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const major = new Intl.NumberFormat(LOCALE, shape).format(minor / per);
  return typeof currency === 'string' ? `${major} ${currency}` : major;
}

/** "12.4 kB". */
export function bytes(n: number): string {
  if (n < 1000) return `${count(n)} B`;
  if (n < 999_500) return `${decimal(n / 1000, n < 99_950 ? 1 : 0)} kB`;
  return `${decimal(n / 1_000_000, 1)} MB`;
}

/** The change from one number to another in whole percent, "−93 %"; null when nothing changed or nothing was there. */
export function change(before: number, after: number): string | null {
  if (!(before > 0) || !Number.isFinite(after)) return null;
  const percent = Math.abs(((after - before) / before) * 100);
  if (percent < 0.5) return null;
  // What is left of it is not nothing: never "−100 %" while something is there.
  const near = after > 0 && after < before && percent >= 99.5;
  const shown = near ? decimal(Math.min(99.9, Math.floor(percent * 10) / 10), 1) : count(percent);
  return `${after < before ? MINUS : '+'}${shown}${NARROW_SPACE}%`;
}

/** 0.62 → "62 %". Rounded down: 100 % is only said when it is done. */
export const percent = (fraction: number): string => `${count(Math.floor(fraction * 100))}${NARROW_SPACE}%`;
