import type { Job } from '../../lib/api/bindings';
import { canCancel, results } from '../../lib/state/can';
import { jobs as text, line, states } from '../../lib/text/en';
import { bytes, clock, duration, percent, span } from '../../lib/text/format';

/** What a row says in its three places. */
export interface Lines {
  second: string;
  tone: 'plain' | 'bad' | 'warn';
  where: string;
  whereNote: string | null;
  when: string;
  whenNote: string | null;
}

export interface Surroundings {
  now: number;
  /** Place in the line, 1 for the next. */
  place: number | null;
  leftS: number | null;
  /** Nothing will start in its queue until somebody does something about it. */
  stuck: boolean;
  /** When it would start, as far as that can be estimated. */
  startsAtMs?: number | null;
  /** The heading above says why it failed. */
  caused?: boolean;
}

const joined = (...parts: Array<string | null | false>): string => parts.filter(Boolean).join(' · ');

/** The words of one row. A failed job says why, a waiting one what for, a running one how far. */
export function linesOf(job: Job, around: Surroundings): Lines {
  const { now } = around;
  const lines: Lines = {
    second: job.task,
    tone: 'plain',
    where: job.queue,
    whereNote: null,
    when: text.ago(now - job.created_at_ms),
    whenNote: null,
  };
  const attempts =
    job.attempt > 1 ? text.attempt(job.attempt, Math.max(job.attempt, job.retry.max + 1)) : null;
  const ended = job.ended_at_ms === null ? '' : text.ago(now - job.ended_at_ms);
  const took =
    job.ended_at_ms === null || job.started_at_ms === null
      ? null
      : text.took(duration((job.ended_at_ms - job.started_at_ms) / 1000));
  switch (job.state) {
    case 'running':
      return running(job, lines, attempts, around);
    case 'queued':
      // That it waits for its turn is what its place says; only what needs somebody is worth a line.
      lines.second = joined(job.task, around.stuck && job.waits_for, attempts);
      lines.tone = around.stuck ? 'warn' : 'plain';
      if (around.place !== null) {
        const startsAtMs = around.startsAtMs ?? null;
        lines.whenNote = startsAtMs === null ? lines.when : line.about(clock(startsAtMs, now));
        lines.when = around.place === 1 ? text.nextInLine : text.inLine(around.place);
      }
      return lines;
    case 'scheduled':
    case 'retrying':
      lines.second =
        job.state === 'retrying'
          ? joined(text.attempt(job.attempt + 1, job.retry.max + 1), job.failure?.title ?? null)
          : joined(job.task, job.waits_for);
      lines.tone = job.state === 'retrying' ? 'warn' : 'plain';
      if (job.not_before_ms !== null) {
        lines.when = soon(job.not_before_ms, now);
        lines.whenNote = states[job.state];
      }
      return lines;
    case 'deferred':
    case 'held':
      lines.second = joined(job.task, job.waits_for ?? states[job.state]);
      return lines;
    case 'finished':
      lines.second = joined(job.task, job.expired ? text.expired : made(job));
      return { ...lines, where: job.worker ?? job.queue, when: ended, whenNote: took };
    case 'failed':
    case 'quarantined':
      lines.second =
        around.caused === true ? job.task : withoutName(job.failure?.title ?? states[job.state], job.label);
      lines.tone = around.caused === true ? 'plain' : 'bad';
      return {
        ...lines,
        where: around.caused === true ? job.queue : job.task,
        when: ended,
        whenNote: attempts ?? states[job.state],
      };
    case 'cancelled':
      lines.second = joined(job.task, states.cancelled);
      return { ...lines, when: ended };
  }
}

function running(job: Job, lines: Lines, attempts: string | null, around: Surroundings): Lines {
  const { progress } = job;
  const fraction = progress?.fraction ?? null;
  const elapsed =
    job.started_at_ms === null ? '' : duration(Math.max(0, around.now - job.started_at_ms) / 1000);
  lines.second = canCancel(job) ? joined(attempts, progress?.stage ?? job.task) : text.cancelling;
  lines.tone = canCancel(job) ? 'plain' : 'warn';
  lines.where = job.worker ?? job.queue;
  lines.when = fraction === null ? elapsed : percent(fraction);
  lines.whenNote =
    around.leftS === null
      ? fraction === null
        ? null
        : elapsed
      : text.timeLeft(duration(Math.ceil(around.leftS)));
  return lines;
}

/** A failure begins with the file that it is about, and the row says that already. */
const withoutName = (title: string, name: string): string =>
  title.startsWith(`${name}: `) ? title.slice(name.length + 2) : title;

/** The file a person takes away, with its size. */
function made(job: Job): string | null {
  const file = results(job)[0];
  return file === undefined ? null : `${file.name}, ${bytes(file.bytes)}`;
}

/** "in 42 s" when it is near, else the time of day. */
function soon(at: number, now: number): string {
  return at - now < 3_600_000 ? text.inTime(span(Math.max(0, at - now))) : clock(at, now);
}
