/** The keys of a picture that has the focus. */

const PAN_PX = 60;
export const ZOOM = 1.25;

/** What a picture can be told to do. */
export interface Moves {
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
  readonly pan: (dx_px: number, dy_px: number) => void;
  readonly play: () => void;
  readonly click: () => void;
  /** Leaves what was begun; false when nothing was. */
  readonly back: () => boolean;
}

/** Does what a key means, and keeps it from the page. */
export function pressed(event: KeyboardEvent, moves: Moves): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const far = PAN_PX * (event.shiftKey ? 4 : 1);
  const actions: Record<string, () => void> = {
    '+': () => moves.zoom(ZOOM),
    '=': () => moves.zoom(ZOOM),
    '-': () => moves.zoom(1 / ZOOM),
    '0': moves.fit,
    ArrowLeft: () => moves.pan(far, 0),
    ArrowRight: () => moves.pan(-far, 0),
    ArrowUp: () => moves.pan(0, far),
    ArrowDown: () => moves.pan(0, -far),
    ' ': moves.play,
    Enter: moves.click,
  };
  const action = event.key === 'Escape' && moves.back() ? () => {} : actions[event.key];
  if (action === undefined) return;
  action();
  event.preventDefault();
  event.stopPropagation();
}
