import type { Batch, JobState } from '../../lib/api/bindings';
import { TAB_STATES, isFinal } from '../../lib/state/tabs';
import { batches as text } from '../../lib/text/en';

/** How the jobs of a batch stand, counted and in words. */
export interface Standing {
  finished: number;
  failed: number;
  /** Jobs that have not ended: what Cancel is about. */
  open: number;
  ended: boolean;
  sentence: string;
}

export function standing({ counts, jobs }: Batch): Standing {
  const of = (states: readonly JobState[]) => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  const failed = of(TAB_STATES.failed);
  const running = counts.running ?? 0;
  const final = (Object.keys(counts) as JobState[]).filter(isFinal);
  const open = jobs - of(final);
  const parts = [
    text.done(jobs - open, jobs),
    running > 0 ? text.running(running) : null,
    failed > 0 ? text.failed(failed) : null,
  ];
  return {
    finished: counts.finished ?? 0,
    failed,
    open,
    ended: open === 0,
    sentence: parts.filter(Boolean).join(' · '),
  };
}
