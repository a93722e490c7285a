import type { Job, JobState } from '../../src/lib/api/bindings';

/** A job for tests; what is not named stands as a plain queued one. */
export function job(given: Partial<Job> & { id: string }): Job {
  return {
    task: 'plot',
    task_version: 1,
    params: {},
    inputs: [
      {
        name: 'drawing.svg',
        role: 'input',
        sha256: 'a'.repeat(64),
        bytes: 48_120,
        media_type: 'image/svg+xml',
      },
    ],
    label: `${given.id}.svg`,
    queue: 'default',
    state: 'queued',
    attempt: 0,
    attempts_finished: 0,
    retry: { max: 0, intervals_s: [] },
    timeout_s: 600,
    result_ttl_s: null,
    failure_ttl_s: null,
    idempotency_key: null,
    after: [],
    rerun_after_crash: true,
    cancel_requested: false,
    waits_for: null,
    worker: null,
    progress: null,
    created_at_ms: 1_700_000_000_000,
    not_before_ms: null,
    started_at_ms: null,
    ended_at_ms: null,
    failure: null,
    artifacts: [],
    expired: false,
    ...given,
  };
}

const NAMES = [
  'flow-field-a3',
  'city-map',
  'truchet-17',
  'postcards-may',
  'flange-200',
  'panel-left',
  'moire-study',
  'hilbert-7',
  'contour-alps',
  'calibration',
];

/** A shop at work: some running, many waiting, a few failures and a long past. */
export function shop(now: number): Job[] {
  const made: Job[] = [];
  const add = (state: JobState, index: number, more: Partial<Job> = {}) =>
    made.push(
      job({
        id: `0199-${String(10_000 - made.length).padStart(6, '0')}`,
        label: `${NAMES[index % NAMES.length]}${index >= NAMES.length ? `-${index}` : ''}.svg`,
        state,
        created_at_ms: now - made.length * 97_000 - 20_000,
        ...more,
      }),
    );
  const began = { attempt: 1, worker: 'studio', started_at_ms: now - 64_000 };
  add('running', 0, { ...began, progress: { stage: 'Ordering paths', fraction: 0.62, at_ms: now } });
  add('running', 1, {
    ...began,
    worker: 'shop-pi-2',
    started_at_ms: now - 9000,
    progress: { stage: 'Reading the drawing', fraction: null, at_ms: now },
  });
  add('queued', 4, { queue: 'gcode', waits_for: 'No worker takes from gcode' });
  for (const index of [3, 2, 6, 7]) add('queued', index);
  add('retrying', 5, {
    attempt: 1,
    retry: { max: 2, intervals_s: [60] },
    not_before_ms: now + 42_000,
    failure: { class: 'limit', title: 'It used more than 1 GiB of memory', advice: null, detail: null },
  });
  add('scheduled', 9, { not_before_ms: now + 16 * 3_600_000 });
  const bad = { attempt: 1, worker: 'studio', started_at_ms: now - 700_000, ended_at_ms: now - 690_000 };
  add('failed', 8, {
    ...bad,
    failure: {
      class: 'bad_input',
      title: 'The drawing is cut off in line 1,204',
      advice: 'Save it again from the program that made it',
      detail: 'XML error: unexpected end of stream at 1204:17',
    },
  });
  add('failed', 12, {
    ...bad,
    failure: {
      class: 'timeout',
      title: 'It took longer than 10 minutes',
      advice: 'Raise the time-out, or simplify the drawing',
      detail: null,
    },
  });
  add('quarantined', 15, {
    ...bad,
    attempt: 3,
    failure: {
      class: 'crash',
      title: 'Its process ended 3 times without an answer',
      advice: 'Retry only if you know why',
      detail: 'signal 11',
    },
  });
  const result = {
    name: 'plot.svg',
    role: 'result' as const,
    sha256: 'b'.repeat(64),
    bytes: 51_220,
    media_type: 'image/svg+xml',
  };
  for (let index = 0; index < 1204; index += 1) {
    const ended_at_ms = now - 120_000 - index * 311_000;
    add(index % 29 === 17 ? 'cancelled' : 'finished', index, {
      ...began,
      started_at_ms: ended_at_ms - 3400,
      ended_at_ms,
      created_at_ms: ended_at_ms - 9000,
      attempts_finished: 1,
      artifacts: [result],
    });
  }
  return made;
}
