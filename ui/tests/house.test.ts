// Rules of this folder that no linter knows.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((name) => join(root, 'src', name))
  .filter((path) => /\.(svelte|ts|css)$/.test(path));
const sources = files.map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }));
const product = sources.filter(({ path }) => !path.endsWith('.test.ts'));
const components = sources.filter(({ path }) => path.endsWith('.svelte'));

it('names colours in the tokens only', () => {
  const styled = product.filter(
    ({ path }) => /\.(svelte|css)$/.test(path) && path !== 'src/styles/tokens.css',
  );
  const found = styled.flatMap(({ path, text }) => {
    const css = path.endsWith('.css') ? text : (/<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '');
    const colours = css.match(
      /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|lab)\(|:\s*(?:white|black|red|blue|green|gray)\b/gi,
    );
    return colours === null ? [] : [`${path}: ${colours.join(' ')}`];
  });
  expect(found).toEqual([]);
});

it('keeps components under 300 lines and other files under 600', () => {
  const long = product.filter(
    ({ path, text }) =>
      !path.endsWith('bindings.ts') && text.split('\n').length > (path.endsWith('.svelte') ? 300 : 600),
  );
  expect(long.map(({ path }) => path)).toEqual([]);
});

it('takes every sentence from the catalogue', () => {
  const spoken = new Set([
    'aria-label',
    'aria-valuetext',
    'title',
    'placeholder',
    'alt',
    'label',
    'hint',
    'lead',
    'advice',
  ]);
  const found = components.flatMap(({ path, text }) => {
    const said: string[] = [];
    visit(parse(text, { modern: true }).fragment, null, (node, attribute) => {
      if (node['type'] !== 'Text' || !/\p{L}/u.test(String(node['data']))) return;
      if (attribute === null || spoken.has(attribute)) said.push(String(node['data']).trim());
    });
    return said.map((words) => `${path}: ${words}`);
  });
  expect(found).toEqual([]);
});

it('never makes markup out of text', () => {
  const found = product.filter(({ text }) =>
    /\{@html|\.innerHTML|insertAdjacentHTML|outerHTML|new Function|\beval\(/.test(text),
  );
  expect(found.map(({ path }) => path)).toEqual([]);
});

it('knows Tauri in one place', () => {
  const found = product.filter(({ text }) => text.includes('@tauri-apps/'));
  expect(found.map(({ path }) => path)).toEqual(['src/lib/host/tauri.ts']);
});

it('keeps inline styles and scripts out, for the security policy forbids them', () => {
  const page = readFileSync(join(root, 'index.html'), 'utf8');
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/);
  const found = components.filter(({ text }) => /\sstyle="[^{"]/.test(text));
  expect(found.map(({ path }) => path)).toEqual([]);
});

it('names no registry host in the lock file', () => {
  expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toContain('"resolved"');
});

describe('contrast', () => {
  const css = readFileSync(join(root, 'src/styles/tokens.css'), 'utf8');
  const tokens = (block: string) =>
    Object.fromEntries(
      [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\b/gi)].map(([, name, value]) => [name, value]),
    );
  const block = (selector: string) => {
    const start = css.indexOf(`${selector} {`);
    return tokens(css.slice(start, css.indexOf('}', start)));
  };
  const light = block(':root');
  const dark = { ...light, ...block(":root[data-theme='dark']") };
  const contrasty = block(":root[data-contrast='more']");
  const themes = [
    ['light', light, 4.5, 3],
    ['dark', dark, 4.5, 3],
    ['light, high contrast', { ...light, ...contrasty }, 7, 4.5],
    [
      'dark, high contrast',
      { ...dark, ...contrasty, ...block(":root[data-theme='dark'][data-contrast='more']") },
      7,
      4.5,
    ],
  ] as const;
  const texts = [
    'text',
    'text-2',
    'text-3',
    'accent',
    'queued',
    'scheduled',
    'running',
    'paused',
    'retrying',
    'done',
    'failed',
    'cancelled',
  ];
  const grounds = ['bg-app', 'bg-surface', 'bg-sunken'];

  for (const [name, theme, forText, forLines] of themes) {
    it(`is enough for text in the ${name} theme`, () => {
      const pairs = texts.flatMap((text) => grounds.map((ground) => [text, ground] as const));
      const more = [
        ['text', 'bg-selected'],
        ['text-2', 'bg-selected'],
        ['text-2', 'bg-hover'],
        ['text-3', 'bg-hover'],
        ['on-accent', 'accent'],
        ['failed', 'failed-bg'],
        ['text-2', 'failed-bg'],
      ] as const;
      const weak = [...pairs, ...more].filter(([a, b]) => contrast(theme[a]!, theme[b]!) < forText);
      expect(weak).toEqual([]);
    });
    it(`is enough for the borders of controls and for pens in the ${name} theme`, () => {
      const controls: Array<readonly [string, string]> = grounds.map((ground) => ['border-control', ground]);
      const pens = Array.from({ length: 8 }, (_, at) => [`pen-${at + 1}`, 'canvas'] as const);
      const weak = (pairs: typeof controls, least: number) =>
        pairs.filter(([a, b]) => contrast(theme[a]!, theme[b]!) < least);
      expect([...weak(controls, forLines), ...weak(pens, 3)]).toEqual([]);
    });
  }
});

/** Every node of a component's markup, with the name of the attribute that it stands in. */
function visit(
  node: unknown,
  attribute: string | null,
  see: (node: Record<string, unknown>, attribute: string | null) => void,
): void {
  if (Array.isArray(node)) for (const inner of node) visit(inner, attribute, see);
  else if (typeof node === 'object' && node !== null) {
    const record = node as Record<string, unknown>;
    const named = /^Attribute$|Directive$/.test(String(record['type']));
    const within = named ? String(record['name']) : attribute;
    see(record, within);
    for (const [key, inner] of Object.entries(record)) {
      if (key !== 'parent' && key !== 'metadata') visit(inner, within, see);
    }
  }
}

/** Of two colours, by WCAG 2.2. */
function contrast(a: string, b: string): number {
  const light = (hex: string) => {
    const [r = 0, g = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [high, low] = [light(a), light(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}
