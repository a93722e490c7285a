// Texts about the window itself: how it looks, what it remembers, what it tells.
import { count, plural } from './format';

export const desk = {
  contrast: 'High contrast',
  contrastHelp: 'Stronger text and borders; also when the system asks for it',
  units: 'Units',
  unitsHelp: 'For lengths that are shown and typed. Files and jobs keep millimetres',
  unitNames: { mm: 'Millimetres', in: 'Inches' },
  recent: 'Recent files',
  forget: 'Forget these',
};

export const notices = {
  title: (finished: number, failed: number) =>
    failed === 0
      ? `${count(finished)} ${plural(finished, 'job', 'jobs')} finished`
      : finished === 0
        ? `${count(failed)} ${plural(failed, 'job', 'jobs')} failed`
        : `${count(finished)} ${plural(finished, 'job', 'jobs')} finished, ${count(failed)} failed`,
  failure: (label: string, why: string) => (why === '' ? `${label} failed` : `${label} failed: ${why}`),
  more: (n: number) => `and ${count(n)} more`,
  progress: (jobs: number, share: string) =>
    `${count(jobs)} ${plural(jobs, 'job', 'jobs')} running, ${share}`,
  history: 'Notices',
  open: (unread: number) => (unread === 0 ? 'Notices' : `Notices, ${count(unread)} new`),
  none: 'Nothing has happened since this window was opened',
  clear: 'Clear',
  close: 'Close',
  finished: 'Finished',
  failed: 'Failed',
};

export const closing = {
  title: (jobs: number) => `${count(jobs)} ${plural(jobs, 'job is', 'jobs are')} running on this computer`,
  meaning: 'Nothing is lost: what runs goes back to its queue and starts again from its beginning next time',
  stay: 'Stay',
  whenDone: 'Quit when done',
  now: 'Quit now',
  waiting: 'Penstock quits as soon as nothing runs here. Nothing new is started',
};
