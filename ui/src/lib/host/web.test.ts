import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Update } from '../api/bindings';
import { CallError } from '../api/commands';
import { WebHost } from './web';

type Answer = () => Response | Promise<Response>;
let answers: Answer[] = [];
const asked = vi.fn((_path: string, _init?: RequestInit) => {
  const next = answers.shift();
  return next === undefined ? new Promise<Response>(() => {}) : Promise.resolve(next());
});
const json =
  (body: unknown, status = 200) =>
  () =>
    new Response(JSON.stringify(body), { status });
const events =
  (...texts: string[]) =>
  () =>
    new Response(
      new ReadableStream({
        start(stream) {
          for (const text of texts) stream.enqueue(new TextEncoder().encode(text));
          stream.close();
        },
      }),
    );

beforeEach(() => {
  answers = [];
  asked.mockClear();
  vi.stubGlobal('fetch', asked);
});
afterEach(() => vi.unstubAllGlobals());

describe('calls', () => {
  it('sends the token and the request as JSON', async () => {
    answers = [json({ id: 1 })];
    await new WebHost('secret').call('get_job', { id: 'a' });
    const [path, init] = asked.mock.calls[0]!;
    expect(path).toBe('/api/get_job');
    expect(new Headers(init?.headers).get('authorization')).toBe('Bearer secret');
    expect(init?.body).toBe('{"id":"a"}');
  });

  it('throws the wire error as it came', async () => {
    const wire = { code: 'bad_parameter', title: 'Too big', advice: null, detail: null, field: 'speed' };
    answers = [json(wire, 422)];
    const thrown = await new WebHost(null)
      .call('plan', { name: 'x', task: 'plot', params: {}, inputs: [] })
      .catch((e) => e);
    expect(thrown).toBeInstanceOf(CallError);
    expect(thrown.wire).toEqual(wire);
  });

  it('says that the server is away when there is no answer at all', async () => {
    answers = [() => Promise.reject(new TypeError('failed to fetch'))];
    const thrown = await new WebHost(null).call('list_workers', {}).catch((e) => e);
    expect(thrown.wire.code).toBe('store_away');
    expect(thrown.wire.detail).toBe('failed to fetch');
  });

  it('names a refused token, whatever the body says', async () => {
    answers = [() => new Response('no', { status: 401 })];
    const thrown = await new WebHost('old').call('app_info', {}).catch((e) => e);
    expect(thrown.wire.field).toBe('token');
  });
});

describe('updates', () => {
  const update = (id: string) => `data: ${JSON.stringify({ gone: [id] })}\n\n`;

  it('reads messages, and connects again when the line ends', async () => {
    vi.useFakeTimers();
    answers = [events(update('a').slice(0, 9), update('a').slice(9)), events(update('b'))];
    const seen: string[] = [];
    const links: string[] = [];
    const stop = new WebHost(null).updates(
      (got: Update) => seen.push(...got.gone),
      (link) => links.push(link),
    );
    await vi.waitFor(() => expect(seen).toEqual(['a']));
    await vi.advanceTimersByTimeAsync(20_000);
    await vi.waitFor(() => expect(seen).toEqual(['a', 'b']));
    expect(links.slice(0, 4)).toEqual(['connecting', 'live', 'away', 'live']);
    stop();
    vi.useRealTimers();
  });

  it('does not ask again with a token that was refused', async () => {
    answers = [() => new Response('', { status: 401 })];
    const links: string[] = [];
    new WebHost('old').updates(
      () => {},
      (link) => links.push(link),
    );
    await vi.waitFor(() => expect(links.at(-1)).toBe('refused'));
    expect(asked).toHaveBeenCalledTimes(1);
  });
});
