import type { JobDetail } from '../../lib/api/bindings';
import { attemptText, audit as actions, outcomes } from '../../lib/text/en';
import { clock, duration } from '../../lib/text/format';

export interface HistoryRow {
  atMs: number;
  when: string;
  what: string;
  note: string | null;
  /** The last lines of the log, and whatever else there is to copy. */
  log: string | null;
  who: string;
  tone: 'plain' | 'good' | 'bad' | 'live';
}

/** Attempts and deeds of people as one story, the first thing first. */
export function historyOf(detail: JobDetail, now: number): HistoryRow[] {
  const attempts = detail.attempts.map((attempt): HistoryRow => {
    const { outcome } = attempt;
    const end = outcome === null ? attemptText.runs : outcomes[outcome];
    const took =
      attempt.ended_at_ms === null ? null : duration((attempt.ended_at_ms - attempt.started_at_ms) / 1000);
    const tones: Record<string, HistoryRow['tone']> = {
      finished: 'good',
      interrupted: 'plain',
      cancelled: 'plain',
    };
    return {
      atMs: attempt.started_at_ms,
      when: clock(attempt.started_at_ms, now),
      what: [attemptText.number(attempt.number), end, took].filter(Boolean).join(' · '),
      note: attempt.failure?.title ?? null,
      log: attempt.failure?.detail ?? null,
      who: attempt.worker,
      tone: outcome === null ? 'live' : (tones[outcome] ?? 'bad'),
    };
  });
  const deeds = detail.audit.map((entry): HistoryRow => ({
    atMs: entry.at_ms,
    when: clock(entry.at_ms, now),
    what: actions[entry.action] ?? entry.action,
    note: entry.detail,
    log: null,
    who: entry.actor,
    tone: 'plain',
  }));
  return [...attempts, ...deeds].sort((a, b) => a.atMs - b.atMs);
}
