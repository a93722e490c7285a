// Texts about batches: many jobs of one submission.
import { count, plural } from './format';

export const batches = {
  jobs: (n: number) => `${count(n)} ${plural(n, 'job', 'jobs')}`,
  done: (n: number, of: number) => `${count(n)} of ${count(of)} done`,
  failed: (n: number) => `${count(n)} failed`,
  running: (n: number) => `${count(n)} running`,
  region: 'Batch',
  open: (label: string) => `Show the jobs of ${label}`,
  select: (label: string) => `Select the jobs of ${label}`,
  progress: (label: string) => `Progress of ${label}`,
  cancel: (n: number) => `Cancel ${count(n)}`,
  cancelled: (n: number) => `Cancelled ${count(n)} ${plural(n, 'job', 'jobs')}`,
  retryFailed: (n: number) => `Retry ${count(n)} failed`,
  report: 'Save report',
  saved: (place: string) => `The report is in ${place}`,
  link: 'Copy link',
  linkCopied: 'The link to this batch is copied',
  showAll: (n: number) => `Show all ${count(n)}`,
  submitted: (when: string) => `submitted ${when}`,
  more: 'Show jobs behind these',
  gone: 'This batch is not there any more',
  goneHint: 'It went with the last of its jobs',
  head: { job: 'Job', state: 'State', result: 'Result', time: 'Time' },
  of: (label: string) => `Part of ${label}`,
  leftOut: (n: number) => `${count(n)} ${plural(n, 'row was', 'rows were')} left out`,
  several: (first: string, others: number) =>
    `${first} and ${count(others)} ${plural(others, 'other', 'others')}`,
  queued: (n: number, label: string) => `Queued ${count(n)} ${plural(n, 'job', 'jobs')}: ${label}`,
};
