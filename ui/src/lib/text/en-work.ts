// Texts about the line of jobs, their causes of failure and their times.
import { count, plural } from './format';

export const causes = {
  retry: (n: number) => `Retry ${count(n)}`,
  retryAll: (n: number, title: string) => `Retry ${count(n)}: ${title}`,
  delete: (n: number) => `Delete ${count(n)}`,
  deleteAll: (n: number, title: string) => `Delete ${count(n)}: ${title}`,
  jobs: (n: number) => `${count(n)} ${plural(n, 'job', 'jobs')}`,
  since: (first: string, last: string) => (first === last ? last : `${first} to ${last}`),
  showAll: (n: number) => `Show all ${count(n)}`,
  showFew: 'Show the newest only',
  unknown: 'The job says nothing of why',
  more: 'Older failed jobs are not looked at. The All tab has them',
};

export const line = {
  gap: 'Drop here',
  drag: (n: number) => `Moving ${count(n)} ${plural(n, 'job', 'jobs')}`,
  up: 'Move up by one',
  down: 'Move down by one',
  about: (time: string) => `≈ ${time}`,
  doneAbout: (time: string) => `done ≈ ${time}`,
  range: (early: string, late: string, n: number) =>
    `Between ${early} and ${late}, from ${count(n)} earlier ${plural(n, 'job', 'jobs')}`,
  rough: 'rough, little history',
  stuck: (n: number) => `${count(n)} more ${plural(n, 'waits', 'wait')} for a worker or a paused queue`,
  startsAbout: (time: string) => `starts ≈ ${time}`,
};

export const bulk = {
  allMatching: (n: number) => `Select all ${count(n)}`,
  toEnd: 'To the end',
  toQueue: 'To another queue…',
};

export const after = {
  label: 'After',
  help: 'Waits until this job has finished',
  none: 'No other job',
  outcome: (label: string) => `Queue after ${label}`,
  newJob: 'New job after this one',
  missing: 'The job before it',
};

export const log = { title: 'Log' };
