import type { Outlook } from '../../lib/state/fleet.svelte';
import { after, sheet as text } from '../../lib/text/en';
import { clock, ordinal } from '../../lib/text/format';

/** What the button will do, in its own words. */
export function outcome(given: {
  ready: number;
  problems: number;
  copies: number;
  startAtMs: number | null;
  queue: string;
  outlook: Outlook;
  /** Name of the job that it waits for. */
  after?: string | null;
  now: number;
}): string {
  const { ready, problems, copies, startAtMs, outlook } = given;
  if (ready === 0) return text.nothingToQueue;
  if (problems > 0) return text.queueSkip(ready * copies, problems);
  if (startAtMs !== null && startAtMs > given.now) return text.scheduleAt(clock(startAtMs, given.now));
  if (given.after != null) return after.outcome(given.after);
  if (ready * copies > 1) return text.queueMany(ready * copies);
  if (outlook.kind === 'start') return text.startNow;
  if (outlook.kind === 'paused') return text.queuePaused;
  if (outlook.kind === 'alone') return text.queueAlone(given.queue);
  if (outlook.place === 1) return text.queueNext;
  return text.queueAt(text.positions[outlook.place] ?? ordinal(outlook.place));
}
