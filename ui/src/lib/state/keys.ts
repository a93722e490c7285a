/** Keys that a control with the focus needs for itself. */
const OF_CONTROLS = new Set(['Enter', ' ', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End']);
const CONTROLS =
  'button, a[href], summary, [role="slider"], [role="tab"], [role="separator"], [role="application"], canvas';
const TEXT_FIELDS = 'input, textarea, select, [contenteditable="true"]';

/**
 * The name of a key press: "j", "?", "Ctrl+k", "Alt+ArrowUp", "Shift+Enter", "Delete". For a printed
 * character, Shift is part of the character. On a Mac, ⌘ counts as Ctrl.
 */
export function keyName(event: KeyboardEvent, mac: boolean): string {
  const printed = event.key.length === 1;
  const command = mac ? event.metaKey : event.ctrlKey;
  const key = printed && (command || event.altKey) ? event.key.toLowerCase() : event.key;
  return [
    command ? 'Ctrl+' : '',
    event.altKey ? 'Alt+' : '',
    event.shiftKey && !printed ? 'Shift+' : '',
    key,
  ].join('');
}

/** A key that prints something: it must not act while somebody types, and can be switched off. */
export const isSingleCharacter = (name: string): boolean => name.length === 1 && name !== ' ';

/** Whether this press belongs to what has the focus, not to a shortcut. */
export function belongsToFocus(event: KeyboardEvent, name: string): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (target === null) return false;
  const modified = name.startsWith('Ctrl+') || name.startsWith('Alt+');
  if (target.closest(TEXT_FIELDS) !== null && !isTick(target)) {
    return !modified && name !== 'Escape' && !/^F\d/.test(name);
  }
  const plain = name.replace(/^Shift\+/, '');
  return OF_CONTROLS.has(plain) && (target.closest(CONTROLS) !== null || isTick(target)) && !modified;
}

const isTick = (target: Element): boolean =>
  target instanceof HTMLInputElement && (target.type === 'checkbox' || target.type === 'radio');

const SHOWN: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
  ' ': 'Space',
};

/** How a shortcut is printed on this platform: "Ctrl K", "⌘ K", "g j". */
export function keyText(keys: string, mac: boolean): string {
  return keys
    .split('+')
    .map((part) => {
      if (mac && part === 'Ctrl') return '⌘';
      if (mac && part === 'Alt') return '⌥';
      const shown = SHOWN[part] ?? part;
      return keys.includes('+') && shown.length === 1 ? shown.toUpperCase() : shown;
    })
    .join(' ');
}
