import type {
  CheckLine,
  ConnectionInfo,
  ConnectionTest,
  HeldJobs,
  TestStep,
  WorkerInfo,
} from '../../src/lib/api/bindings';
import { CallError, type CommandName, type RequestOf, type ResponseOf } from '../../src/lib/api/commands';

type Handlers<Names extends CommandName> = {
  [C in Names]: (request: RequestOf<C>) => ResponseOf<C>;
};

const embedded: ConnectionInfo = {
  name: 'Embedded queue',
  store: '/home/anna/.local/share/penstock/queue.db',
  address: null,
  has_secret: false,
  secret_in: null,
  readable_on_the_way: false,
  chosen: true,
};

/** Connections, the outbox and the check of the service in memory. */
export class MockRemote {
  connections: ConnectionInfo[] = [
    embedded,
    {
      name: 'Workshop Redis',
      store: 'redis.workshop:6380, with TLS',
      address: 'rediss://redis.workshop:6380?prefix=mill',
      has_secret: true,
      secret_in: 'the system keyring',
      readable_on_the_way: false,
      chosen: false,
    },
    {
      name: 'Old fleet',
      store: '10.0.0.7:6379, database 2',
      address: 'redis://10.0.0.7/2',
      has_secret: false,
      secret_in: null,
      readable_on_the_way: true,
      chosen: false,
    },
  ];
  held: HeldJobs[] = [];
  /** Jobs that RQ lost. */
  strays = 2;

  readonly handlers: Handlers<
    | 'list_connections'
    | 'save_connection'
    | 'delete_connection'
    | 'choose_connection'
    | 'test_connection'
    | 'list_outbox'
    | 'hold_job'
    | 'hold_batch'
    | 'drop_held'
    | 'check_store'
  > = {
    list_connections: () => this.connections,
    save_connection: ({ name, url }) => {
      if (name === embedded.name) throw fault(`"${name}" cannot be the name of a connection`, 'name');
      if (!url.startsWith('redis')) throw fault('This is no address of a Redis store', 'url');
      const secret = /:[^@/]+@/.test(url);
      const kept: ConnectionInfo = {
        name,
        store: url.replace(/^[a-z+]+:\/\/([^@]*@)?/, ''),
        address: url.replace(/:[^@/:]+@/, '@'),
        has_secret: secret,
        secret_in: secret ? 'the system keyring' : null,
        readable_on_the_way: !url.startsWith('rediss:'),
        chosen: false,
      };
      const at = this.connections.findIndex((one) => one.name === name);
      if (at === -1) this.connections = [...this.connections, kept];
      else this.connections = this.connections.with(at, kept);
      return {};
    },
    delete_connection: ({ name }) => {
      this.connections = this.connections.filter((one) => one.name !== name);
      return {};
    },
    choose_connection: ({ name }) => {
      this.connections = this.connections.map((one) => ({ ...one, chosen: one.name === name }));
      return {};
    },
    test_connection: (what): ConnectionTest => {
      const away = 'url' in what ? what.url.includes('away') : 'name' in what && what.name === 'Old fleet';
      const all = away ? steps.slice(0, 1).concat(refused) : steps;
      return { usable: !away, steps: all };
    },
    list_outbox: () => this.held,
    hold_job: ({ job }) => {
      const count = job.count ?? 1;
      const ids = Array.from({ length: count }, (_, at) => `held-${this.held.length}-${at}`);
      this.held = [
        ...this.held,
        {
          ids,
          connection: 'Workshop Redis',
          store: 'redis redis.workshop:6380/0 rq',
          task: job.task,
          label: job.label ?? '',
          batch: null,
          queue: job.queue ?? 'default',
          held_at_ms: Date.now(),
          refused: null,
        },
      ];
      return { ids, duplicates: ids.map(() => false) };
    },
    hold_batch: ({ batch: { label, job, items } }) => {
      const batch = `batch-${this.held.length}`;
      const ids = items.map((_, at) => `held-${this.held.length}-${at}`);
      this.handlers.hold_job({ job: { ...job, label } });
      this.held = this.held.map((one, at) => (at === this.held.length - 1 ? { ...one, ids, batch } : one));
      return { batch, ids, duplicates: ids.map(() => false), left_out: [] };
    },
    drop_held: ({ id }) => {
      this.held = this.held.filter((batch) => batch.ids[0] !== id);
      return {};
    },
    check_store: ({ repair }): CheckLine[] => {
      const lost = this.strays;
      if (repair) this.strays = 0;
      const found = `${lost} are in no queue: a worker of RQ died between taking and starting them`;
      return [
        { ok: true, what: 'Server', found: 'Redis 7.2.11, redis.workshop:6380, with TLS', repairable: false },
        lost === 0
          ? { ok: true, what: 'Queued jobs', found: 'Each is in its queue', repairable: false }
          : {
              ok: repair,
              what: 'Queued jobs',
              found: repair ? `${found}; put right` : found,
              repairable: true,
            },
        { ok: true, what: 'Running jobs', found: 'Each is held by an attempt', repairable: false },
        {
          ok: false,
          what: 'Lost workers',
          found: 'waterjet-bay not heard of any more; start them again, their jobs are taken up by others',
          repairable: false,
        },
      ];
    },
  };
}

/** Two workers of Python's. */
export function rqWorkers(now: number, job: string | null): WorkerInfo[] {
  const base = {
    pid: 8842,
    incarnation: null,
    kind: 'rq' as const,
    slots: 1,
    started_at_ms: now - 4_000_000,
  };
  return [
    {
      ...base,
      name: 'dyno-1.8842',
      host: 'dyno-1',
      version: '1.16.2',
      queues: ['high', 'default', 'svg-generation'],
      state: job === null ? 'idle' : 'busy',
      heard_at_ms: now - 11_000,
      jobs: job === null ? [] : [job],
      finished: 120,
      failed: 2,
    },
    {
      ...base,
      name: 'caudex-worker-2',
      host: 'caudex',
      version: '2.12.0',
      queues: ['default'],
      state: 'idle',
      heard_at_ms: now - 190_000,
      jobs: [],
      finished: 37,
      failed: 0,
    },
  ];
}

const good = (what: string, found: string): TestStep => ({ what, verdict: 'good', found, advice: null });
const steps: TestStep[] = [
  good('Address', 'redis.workshop is 10.0.0.5'),
  good('Connection', 'redis.workshop:6380 takes connections'),
  good('Encryption', 'TLS, and the certificate is the server’s'),
  good('Login', 'As penstock'),
  good('Version', 'Redis 7.2.11'),
  good('Permissions', 'Keys, scripts and channels under rq: may be used'),
  {
    what: 'Durability',
    verdict: 'warning',
    found: 'Jobs reach the server’s disk within about a second: a crash loses those that it accepted since',
    advice: 'For no loss, set appendfsync always',
  },
  good('Memory policy', 'Nothing is thrown out when memory is full'),
];
const refused: TestStep = {
  what: 'Connection',
  verdict: 'bad',
  found: 'Nobody answers at 10.0.0.7:6379',
  advice: 'Check the port, whether the server is running, and the firewalls between',
};

function fault(title: string, field: string): CallError {
  return new CallError({ code: 'bad_request', title, advice: null, detail: null, field });
}
