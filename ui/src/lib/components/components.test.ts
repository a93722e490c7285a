import { flushSync, mount, unmount, type Component } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { plotTask } from '../../../tests/mock/facts';
import { STATES } from '../state/tabs';
import { fieldsOf, type Field } from './form/schema';
import Form from './form/Form.svelte';
import ProgressBar from './ProgressBar.svelte';
import StateIcon from './StateIcon.svelte';
import Tabs from './Tabs.svelte';

let mounted: Record<string, unknown>[] = [];
// Props are checked where components are used; here they come from tables.
function show(component: unknown, props: Record<string, unknown>): HTMLElement {
  const target = document.createElement('div');
  document.body.append(target);
  mounted.push(mount(component as Component<Record<string, unknown>>, { target, props }));
  flushSync();
  return target;
}
afterEach(() => {
  for (const one of mounted) void unmount(one);
  mounted = [];
  document.body.replaceChildren();
});
const key = (element: Element, name: string) => {
  element.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
  flushSync();
};

it('gives every state a shape of its own and a word', () => {
  const shapes = STATES.map((state) => {
    const svg = show(StateIcon, { state }).querySelector('svg')!;
    expect(svg.getAttribute('aria-label')).not.toBe('');
    return svg.innerHTML.replace(/class="[^"]*"/g, '');
  });
  expect(new Set(shapes).size).toBe(STATES.length);
});

it('never makes up a percentage', () => {
  const bar = (fraction: number | null) =>
    show(ProgressBar, { fraction, label: 'x' }).querySelector('[role=progressbar]')!;
  expect(bar(null).hasAttribute('aria-valuenow')).toBe(false);
  expect(bar(0.999).getAttribute('aria-valuenow')).toBe('99');
});

it('moves through tabs with the arrows, round the ends', () => {
  const onChoose = vi.fn();
  const items = [
    { id: 'a', label: 'A' },
    { id: 'b', label: 'B' },
    { id: 'c', label: 'C' },
  ];
  const row = show(Tabs, {
    items,
    current: 'a',
    label: 'x',
    controls: 'y',
    onChoose,
  }).querySelector('[role=tablist]')!;
  key(row, 'ArrowRight');
  key(row, 'ArrowLeft');
  key(row, 'End');
  expect(onChoose.mock.calls.map(([id]) => id)).toEqual(['b', 'c', 'c']);
  expect([...row.querySelectorAll('[tabindex="0"]')].map((tab) => tab.textContent)).toEqual(['A']);
});

function form(values: Record<string, unknown> = {}, faults: Record<string, string> = {}) {
  const fields = fieldsOf(plotTask.schema);
  const onChange = vi.fn();
  const onFault = vi.fn();
  const value = (field: Field) => (values[field.key] ?? field.fallback) as never;
  const target = show(Form, {
    fields,
    value,
    faults,
    onChange,
    onFault,
  });
  const control = (name: string) =>
    target.querySelector<HTMLInputElement>(`[data-field="${name}"] :is(input, select)`)!;
  const said = (spy: typeof onChange) => spy.mock.calls.map(([field, to]) => [(field as Field).key, to]);
  return { target, control, changes: () => said(onChange), faults: () => said(onFault) };
}

it('makes a control of each kind, with name, unit and help tied to it', () => {
  const { target, control } = form();
  expect(control('sort').getAttribute('role')).toBe('switch');
  expect(control('layers').tagName).toBe('SELECT');
  const join = control('join_tolerance_mm');
  expect(target.querySelector(`label[for="${join.id}"]`)?.textContent).toBe('Join gaps up to');
  expect(document.getElementById(join.getAttribute('aria-describedby')!)?.textContent).toBe('0 to 5 mm');
  expect([...target.querySelectorAll('legend')].slice(0, 2).map((legend) => legend.textContent)).toEqual([
    'Order',
    'Clean up',
  ]);
});

it('says what was typed, or what is wrong with it', () => {
  const { control, changes, faults } = form();
  const join = control('join_tolerance_mm');
  join.value = '0.5';
  join.dispatchEvent(new Event('input', { bubbles: true }));
  join.value = '9';
  join.dispatchEvent(new Event('input', { bubbles: true }));
  expect(changes()).toEqual([['join_tolerance_mm', 0.5]]);
  expect(faults().at(-1)).toEqual(['join_tolerance_mm', 'Must be 0 to 5 mm']);
});

it('steps with the arrows and stays in range', () => {
  const { control, changes } = form({ passes: 10 });
  key(control('passes'), 'ArrowUp');
  key(control('join_tolerance_mm'), 'ArrowDown');
  expect(changes()).toEqual([
    ['passes', 10],
    ['join_tolerance_mm', 0.09],
  ]);
});

it('ties a fault to its field and opens the section that hides it', () => {
  const { target, control } = form({}, { passes: 'Must be 1 to 10' });
  const passes = control('passes');
  expect(passes.getAttribute('aria-invalid')).toBe('true');
  expect(
    passes
      .getAttribute('aria-describedby')!
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent),
  ).toContain('Must be 1 to 10');
  expect(target.querySelector('details')?.open).toBe(true);
});

it('offers the way back to the default where something was changed', () => {
  const { target, changes } = form({ sort: false });
  const reset = [...target.querySelectorAll<HTMLButtonElement>('button')];
  expect(reset.map((button) => button.getAttribute('aria-label'))).toEqual(['Reset Sort paths']);
  reset[0]!.click();
  expect(changes()).toEqual([['sort', true]]);
});
