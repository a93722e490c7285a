import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { belongsToFocus, keyName, keyText } from './keys';
import { Shortcuts, type Command } from './shortcuts.svelte';

const press = (key: string, more: KeyboardEventInit = {}) =>
  new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true, ...more });

describe('keyName', () => {
  it('names presses as shortcuts are written', () => {
    expect(keyName(press('j'), false)).toBe('j');
    expect(keyName(press('?', { shiftKey: true }), false)).toBe('?');
    expect(keyName(press('K', { ctrlKey: true }), false)).toBe('Ctrl+k');
    expect(keyName(press('k', { metaKey: true }), true)).toBe('Ctrl+k');
    expect(keyName(press('ArrowUp', { altKey: true }), false)).toBe('Alt+ArrowUp');
    expect(keyName(press('Enter', { shiftKey: true }), false)).toBe('Shift+Enter');
  });
  it('is printed as the platform does', () => {
    expect([
      keyText('Ctrl+k', false),
      keyText('Ctrl+k', true),
      keyText('g j', false),
      keyText('Delete', false),
    ]).toEqual(['Ctrl K', '⌘ K', 'g j', 'Del']);
  });
});

describe('belongsToFocus', () => {
  const on = (html: [string, Record<string, string>?], key: string, more: KeyboardEventInit = {}) => {
    const element = document.createElement(html[0]);
    for (const [name, value] of Object.entries(html[1] ?? {})) element.setAttribute(name, value);
    document.body.append(element);
    const event = press(key, more);
    element.dispatchEvent(event);
    const verdict = belongsToFocus(event, keyName(event, false));
    element.remove();
    return verdict;
  };
  it('leaves typing alone, but not Esc and Ctrl', () => {
    expect([
      on(['input'], 'j'),
      on(['textarea'], 'Delete'),
      on(['input'], 'Escape'),
      on(['input'], 'o', { ctrlKey: true }),
    ]).toEqual([true, true, false, false]);
  });
  it('leaves Enter and arrows to buttons and tabs', () => {
    expect([
      on(['button'], 'Enter'),
      on(['button'], 'j'),
      on(['div', { role: 'separator' }], 'ArrowUp'),
      on(['div'], 'ArrowUp'),
    ]).toEqual([true, false, true, false]);
  });
  it('does not take a checkbox for a text field', () => {
    expect(on(['input', { type: 'checkbox' }], 'x')).toBe(false);
  });
});

describe('Shortcuts', () => {
  let done: string[];
  let dialog: boolean;
  let single: boolean;
  let shortcuts: Shortcuts;
  const command = (id: string, keys: string[], more: Partial<Command> = {}): Command => ({
    id,
    title: id,
    area: 'go',
    keys,
    run: () => done.push(id),
    ...more,
  });

  beforeEach(() => {
    vi.useFakeTimers();
    [done, dialog, single] = [[], false, true];
    shortcuts = new Shortcuts(
      false,
      () => single,
      () => dialog,
    );
    shortcuts.commands = [
      command('jobs', ['g j']),
      command('down', ['j', 'ArrowDown']),
      command('open', ['Ctrl+o'], { overDialogs: true }),
      command('never', ['n'], { when: () => false }),
      command('shown', ['Enter'], { shownOnly: true }),
    ];
  });
  afterEach(() => vi.useRealTimers());
  const type = (...keys: string[]) => keys.forEach((key) => shortcuts.handle(press(key)));

  it('runs single keys and sequences', () => {
    type('j', 'g', 'j', 'j');
    expect(done).toEqual(['down', 'jobs', 'down']);
  });
  it('forgets half a sequence after a while, and after a wrong key', () => {
    type('g');
    vi.advanceTimersByTime(2000);
    type('j', 'g', 'z', 'j');
    expect(done).toEqual(['down', 'down']);
  });
  it('offers only what can be done', () => {
    type('n', 'Enter');
    expect(done).toEqual([]);
  });
  it('stands back behind a dialog', () => {
    dialog = true;
    type('j');
    shortcuts.handle(press('o', { ctrlKey: true }));
    expect(done).toEqual(['open']);
  });
  it('can do without single letters', () => {
    single = false;
    type('j', 'g', 'j', 'ArrowDown');
    expect(done).toEqual(['down']);
    expect([shortcuts.keysOf('jobs'), shortcuts.keysOf('open')]).toEqual([null, 'Ctrl+o']);
  });
  it('leaves alone what somebody else has handled', () => {
    const event = press('j');
    event.preventDefault();
    shortcuts.handle(event);
    expect(done).toEqual([]);
  });
});
