import type { Outlook } from '../../lib/state/fleet.svelte';
import { after, sheet as text, table } from '../../lib/text/en';
import { clock, ordinal } from '../../lib/text/format';

/** What the button will do, in its own words. */
export function outcome(given: {
  ready: number;
  problems: number;
  /** Jobs that it makes. */
  jobs: number;
  /** Each of them is a card of a table. */
  cards?: boolean;
  startAtMs: number | null;
  queue: string;
  outlook: Outlook;
  /** Name of the job that it waits for. */
  after?: string | null;
  now: number;
}): string {
  const { ready, problems, jobs, startAtMs, outlook } = given;
  if (ready === 0 || jobs === 0) return text.nothingToQueue;
  // Nobody has said yet what becomes of it.
  if (given.queue === '') return text.queue;
  if (problems > 0) return text.queueSkip(jobs, problems);
  if (startAtMs !== null && startAtMs > given.now) return text.scheduleAt(clock(startAtMs, given.now));
  if (given.after != null) return after.outcome(given.after);
  if (given.cards === true) return table.queueCards(jobs);
  if (jobs > 1) return text.queueMany(jobs);
  if (outlook.kind === 'start') return text.startNow;
  if (outlook.kind === 'paused') return text.queuePaused;
  if (outlook.kind === 'alone') return text.queueAlone(given.queue);
  if (outlook.place === 1) return text.queueNext;
  return text.queueAt(text.positions[outlook.place] ?? ordinal(outlook.place));
}
