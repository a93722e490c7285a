import type { Job } from '../../lib/api/bindings';
import { detail as text, jobs, line, states } from '../../lib/text/en';
import { clock, duration, percent } from '../../lib/text/format';

/** How a job stands, in one line under its name. */
export function stateSentence(
  job: Job,
  now: number,
  leftS: number | null,
  startsAtMs: number | null = null,
): string {
  const parts: Array<string | null> = [];
  const number = job.attempt > 1 ? text.attempt(job.attempt) : null;
  if (job.state === 'running') {
    const fraction = job.progress?.fraction ?? null;
    parts.push(
      job.cancel_requested
        ? text.cancelAsked
        : job.worker === null
          ? states.running
          : text.runningOn(job.worker),
    );
    parts.push(number, job.progress?.stage ?? null, fraction === null ? null : percent(fraction));
    parts.push(leftS === null ? null : jobs.timeLeft(duration(Math.ceil(leftS))));
    parts.push(job.started_at_ms === null ? null : text.started(clock(job.started_at_ms, now)));
  } else if (job.ended_at_ms !== null) {
    const took =
      job.started_at_ms === null ? null : jobs.took(duration((job.ended_at_ms - job.started_at_ms) / 1000));
    parts.push(text.ended(states[job.state], jobs.ago(now - job.ended_at_ms)), took);
    parts.push(job.worker === null ? null : text.ranOn(job.worker), number, text.inQueue(job.queue));
  } else {
    const when = job.not_before_ms === null ? null : clock(job.not_before_ms, now);
    parts.push(states[job.state], text.inQueue(job.queue), job.waits_for);
    if (when !== null) parts.push(job.state === 'retrying' ? text.triesAgain(when) : text.startsAt(when));
    else if (startsAtMs !== null) parts.push(line.startsAbout(clock(startsAtMs, now)));
    parts.push(text.created(jobs.ago(now - job.created_at_ms)));
  }
  return parts.filter(Boolean).join(' · ');
}
