/**
 * Colours and pens for the renderers, from the picture's layers and the theme's custom properties.
 */

import { cssColor, ghost, mix, orderGradient, parseColor, visibleOn, type Rgb } from './colors';
import type { LayerInfo } from './info';
import type { LayerLook, Look } from './renderer';

export interface Theme {
  readonly canvas: Rgb;
  readonly faint: Rgb;
}

export interface LookOptions {
  readonly layers: readonly LayerInfo[];
  readonly hidden: ReadonlySet<number>;
  readonly travel: boolean;
  readonly order: boolean;
  readonly total_s: number;
  readonly theme: Theme;
}

/** Black: what a drawing without a usable colour is drawn in. */
const INK: Rgb = [0, 0, 0];

/** The colour a layer has on this canvas. */
export function layerColor(layer: LayerInfo, canvas: Rgb): Rgb {
  return visibleOn(parseColor(layer.color) ?? INK, canvas);
}

/** The layers' colours for elements of the page; as they are in the file until there is a theme. */
export function cssColors(layers: readonly LayerInfo[], theme: Theme | null): string[] {
  return layers.map((layer) => (theme === null ? layer.color : cssColor(layerColor(layer, theme.canvas))));
}

export function makeLook({ layers, hidden, travel, order, total_s, theme }: LookOptions): Look {
  const { canvas } = theme;
  const gradient = orderGradient(canvas);
  const looks: LayerLook[] = layers.map((layer) => {
    const color = layerColor(layer, canvas);
    const width = layer.pen_width_mm;
    return {
      color,
      ghost: ghost(color, canvas),
      pen_width_mm: Number.isFinite(width) ? Math.max(width, 0) : 0,
    };
  });
  return {
    layers: looks,
    hidden,
    travel: travel ? theme.faint : null,
    travelGhost: mix(canvas, theme.faint, 0.35),
    order: order ? gradient : null,
    orderGhost: [ghost(gradient[0], canvas), ghost(gradient[1], canvas), ghost(gradient[2], canvas)],
    total_s: Math.max(total_s, 1e-6),
  };
}

/** What the custom properties on an element come to, as the browser computes them. */
export function readTheme(element: HTMLElement, dark: boolean): Theme {
  return {
    canvas: readColor(element, '--canvas', dark ? [0.07, 0.086, 0.1] : [0.984, 0.98, 0.965]),
    faint: readColor(element, '--text-3', dark ? [0.573, 0.62, 0.67] : [0.357, 0.4, 0.45]),
  };
}

export function readColor(element: HTMLElement, property: string, otherwise: Rgb): Rgb {
  // A custom property is text such as light-dark(…): only a real property has a computed colour.
  const probe = document.createElement('span');
  probe.style.cssText = `display:none;color:var(${property}, transparent)`;
  element.append(probe);
  const computed = getComputedStyle(probe).color;
  probe.remove();
  if (computed === '' || /^rgba\(0, 0, 0, 0\)$/.test(computed)) return otherwise;
  return parseColor(computed) ?? painted(computed) ?? otherwise;
}

/** Colours in other spaces, such as color-mix() gives, by painting a pixel with them. */
function painted(color: string): Rgb | null {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
  return [(r ?? 0) / 255, (g ?? 0) / 255, (b ?? 0) / 255];
}
