// Texts about stores on other computers: connections, their test, the outbox, the check, adding a worker.
import type { StepVerdict } from '../api/bindings';
import { count, plural, span } from './format';

export const connections = {
  title: 'Connections',
  hint: 'A connection is a store with a name: where jobs wait and are kept',
  open: 'Connections…',
  menu: (name: string) => `${name}. Show connections`,
  add: 'Add a connection',
  edit: 'Edit',
  editName: (name: string) => `Edit ${name}`,
  delete: 'Delete',
  deleteName: (name: string) => `Delete ${name}`,
  deleteSure: (name: string) =>
    `${name} and its password are forgotten. Jobs that wait for it in the outbox stay`,
  deleteYes: (name: string) => `Delete ${name}`,
  keep: 'Keep it',
  test: 'Test',
  testName: (name: string) => `Test ${name}`,
  choose: 'Use…',
  chooseName: (name: string) => `Use ${name} from the next start`,
  now: 'in use now',
  next: 'from the next start',
  secretIn: (place: string) => `Password in ${place}`,
  noSecret: 'No password',
  readable: 'Password and jobs can be read on the way: it has no TLS',
  readOnly:
    'This access may look at connections, and not change or test them: that takes a token of kind admin',
  none: 'Only the embedded queue is kept so far',
  back: 'Back to the list',
  failed: 'The connections could not be listed',
  saveFailed: 'The connection could not be kept',
  embeddedTest: 'The embedded queue is a file on this computer: there is no way to test',
  unkeptTest: 'This store was named on the command line. Add it as a connection to test it',
};

export const connectionForm = {
  add: 'Add a connection',
  edit: (name: string) => `Edit ${name}`,
  name: 'Name',
  nameHelp: 'As you call it, like Workshop',
  address: 'Address',
  addressHelp: 'Sockets and sentinels too: redis+unix:///path, redis+sentinel://host/group',
  host: 'Host',
  port: 'Port',
  database: 'Database',
  user: 'User',
  password: 'Password',
  passwordHelp:
    'Kept in the system keyring, or without one in a file that only you can read. Never shown again',
  passwordKept: (place: string) => `One is kept in ${place}. Type another one to replace it`,
  keeps: 'Keep what is kept',
  keepsHelp: 'The password stays while the server is the same, the key of an artifact store while that is',
  tls: 'TLS',
  tlsHelp: 'Nobody on the way can read what is sent',
  readable: 'Without TLS, whoever is on the way can read the password and every job',
  nameMissing: 'Give it a name',
  addressMissing: 'Say where it is, like redis://shop:6379',
  addressOdd: 'Begin with redis:// or rediss://',
  save: 'Keep',
  saved: (name: string) => `${name} is kept`,
  deleted: (name: string) => `${name} is forgotten`,
  cancel: 'Cancel',
};

export const trial = {
  title: (name: string) => `Test of ${name}`,
  running: 'Trying each step…',
  usable: (warnings: number) =>
    warnings === 0
      ? 'It can be used'
      : `It can be used; ${count(warnings)} ${plural(warnings, 'thing', 'things')} to know`,
  unusable: 'It cannot be used yet',
  failed: 'The test could not be made',
  again: 'Test again',
  steps: 'Steps',
  verdicts: { good: 'Good', warning: 'To know', bad: 'Does not work' } satisfies Record<StepVerdict, string>,
};

export const choosing = {
  title: (name: string) => `Use ${name}?`,
  when: 'At the next start',
  whenWhat: (now: string) =>
    `Until then this window stays with ${now}: what runs goes on, and nothing is interrupted`,
  shown: 'What you see',
  shownWhat: (name: string) =>
    `The jobs, queues and workers of ${name}. Those of the other store stay where they are, and are back when you choose it again`,
  sent: 'New jobs',
  sentRemote: (name: string) => `Go to ${name}, with their files; the workers there take them`,
  sentHere: 'Go to the queue on this computer',
  work: 'This computer',
  workRemote:
    'Takes no job from there: others’ jobs may wait in its queues. Add a worker and name its queues to change that',
  workHere: 'Its own worker takes them',
  away: 'When it is away',
  awayWhat: 'New jobs can be kept here and are sent once it is back. Nothing is run here in its place',
  yes: (name: string) => `Use ${name} from the next start`,
  chosen: (name: string) => `${name} is opened at the next start`,
};

export const outbox = {
  title: 'Outbox',
  banner: (n: number, target: string) =>
    `${count(n)} ${plural(n, 'job waits', 'jobs wait')} here for ${target} to be back`,
  several: 'stores',
  refusedBanner: (n: number) => `${count(n)} refused`,
  show: 'Show',
  hint: 'Jobs that are kept on this computer; each is sent once, when its store is back',
  empty: 'Nothing waits to be sent',
  ago: (ms: number) => (ms < 5000 ? 'just now' : `${span(ms)} ago`),
  jobs: (label: string, n: number) => (n === 1 ? label : `${label} · ${count(n)} jobs`),
  refused: (why: string) => `Refused: ${why}`,
  drop: 'Drop',
  dropName: (label: string) => `Drop ${label}: it is never sent`,
  dropped: (label: string) => `${label} is dropped`,
  failed: 'The outbox could not be read',
  keep: 'Keep for later',
  keepFor: (name: string) => `Keep for ${name}`,
  standIn: (name: string) =>
    `${name} could not be reached at the start. What you queue runs on this computer, unless you keep it for ${name}`,
  keepHint: 'The store is away. The job is kept on this computer and sent once it is back',
  kept: (n: number, label: string) =>
    n === 1
      ? `${label} is kept until the store is back`
      : `${count(n)} jobs are kept until the store is back`,
};

export const check = {
  title: 'Faults',
  hint: 'Looks through every job: those that RQ lost, that nobody runs, whose files are gone',
  look: 'Look for faults',
  again: 'Look again',
  looking: 'Looking through the store…',
  repair: 'Put right',
  repairHint: 'Lost jobs go back to their queues',
  fine: 'No fault',
  faults: (n: number) => `${count(n)} ${plural(n, 'fault', 'faults')}`,
  ok: 'In order',
  fault: 'Fault',
  repairable: 'Can be put right',
  failed: 'The store could not be looked through',
  readOnly: 'This access may only look: it cannot put anything right',
  none: 'None',
  found: (n: number) => `${count(n)} found`,
  putBack: 'Put back',
  show: 'Show',
  age: (ms: number) => (ms < 5000 ? 'Looked just now' : `Looked ${span(ms)} ago`),
};

export const addWorker = {
  title: 'Add a worker',
  steps: ['What it takes', 'Start it', 'First heartbeat'],
  queues: 'Queues',
  queuesHelp: 'It takes only from these, the first one first',
  other: 'Other queues',
  otherHelp: 'With commas between',
  slots: 'Jobs at once',
  slotsHelp: '1 to 256; as many as the computer has cores, or 1 for one machine',
  name: 'Name',
  nameHelp: 'Made from the computer’s name when empty',
  noQueue: 'Choose a queue',
  badQueue: (queue: string) => `“${queue}” cannot be the name of a queue`,
  startHere: 'Run this line where the work is to be done:',
  startLocal: 'The embedded queue is on this computer, so its workers run here. Run this line in a shell:',
  needs: 'Penstock must be installed there; nothing else has to be set up',
  secret:
    'The address has no password in it. Put the whole address into the variable PENSTOCK_STORE there and leave out --store, so that it is in no history',
  unknownStore: 'Put the address of the store in place of ADDRESS',
  copy: 'Copy',
  copied: 'Copied',
  waiting: 'Waiting for its first heartbeat…',
  waitingHint: 'This page may be closed: the worker appears in the list by itself',
  here: (name: string) => `${name} is here`,
  version: (theirs: string, ours: string) =>
    `It is Penstock ${theirs}, this window ${ours}: a task that only one of them knows fails there`,
  next: 'Next',
  back: 'Back',
  done: 'Done',
};

export const presets = {
  sets: (what: string) => `Sets ${what}`,
};

export const workerActions = {
  drain: (jobs: number) => (jobs > 1 ? 'Stop after its jobs' : 'Stop after its job'),
  giveBack: 'Give back and stop',
  giveBackTitle: 'Its jobs go back to the front of their queues, and it ends',
  rqGiveBack: 'RQ has no command for it: a worker of RQ that is stopped at once fails its job or retries it',
  stopNow: 'Stop now',
  stopNowTitle: 'Its job fails, or is retried where that was asked for',
  sure: (name: string) => `${name} ends at once. Its job fails, or is retried where that was asked for`,
  yes: 'Stop it now',
  no: 'Leave it',
  stopJobs: (n: number) => (n > 1 ? `Stop ${count(n)} jobs` : 'Stop the job'),
  stopJobsTitle: 'The job is cancelled; the worker goes on',
  readOnly: 'This access may only look',
  rqIdle: 'A worker of RQ says nothing while it waits for work, up to seven minutes',
};
