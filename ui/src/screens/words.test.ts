import { describe, expect, it } from 'vitest';
import { job } from '../../tests/mock/jobs';
import { historyOf } from './jobs/history';
import { linesOf } from './jobs/lines';
import { stateSentence } from './jobs/state-sentence';
import { outcome } from './new-job/outcome';

const now = new Date(2026, 10, 22, 14, 0).getTime();
const around = { now, place: null, leftS: null, stuck: false };
const failure = { class: 'timeout' as const, title: 'It took too long', advice: null, detail: null };

describe('a row', () => {
  it('says how far a running job is and what it does', () => {
    const running = job({
      id: 'a',
      state: 'running',
      worker: 'studio',
      started_at_ms: now - 64_000,
      progress: { stage: 'Ordering', fraction: 0.625, at_ms: now },
    });
    expect(linesOf(running, { ...around, leftS: 18.2 })).toMatchObject({
      second: 'Ordering',
      where: 'studio',
      when: '62\u202f%',
      whenNote: '19 s left',
    });
    expect(linesOf({ ...running, cancel_requested: true }, around)).toMatchObject({
      second: 'Cancelling…',
      tone: 'warn',
    });
  });
  it('says what a waiting job waits for', () => {
    const queued = job({ id: 'a', created_at_ms: now - 120_000, waits_for: 'No worker takes from gcode' });
    expect(linesOf(queued, { ...around, place: 3, stuck: true })).toMatchObject({
      second: 'plot · No worker takes from gcode',
      tone: 'warn',
      when: '3rd in line',
      whenNote: '2 min ago',
    });
  });
  it('says nothing of a wait that its place explains', () => {
    const queued = job({ id: 'a', waits_for: 'Waits for a free worker' });
    expect(linesOf(queued, { ...around, place: 1 })).toMatchObject({
      second: 'plot',
      tone: 'plain',
      when: 'next',
    });
  });
  it('names the file once', () => {
    const failed = job({ id: 'a', state: 'failed', failure: { ...failure, title: 'a.svg: This is no SVG' } });
    expect(linesOf(failed, around).second).toBe('This is no SVG');
  });
  it('says why and when a job failed', () => {
    const failed = job({
      id: 'a',
      state: 'failed',
      failure,
      ended_at_ms: now - 5000,
      started_at_ms: now - 6000,
      attempt: 3,
      retry: { max: 2, intervals_s: [] },
    });
    expect(linesOf(failed, around)).toMatchObject({
      second: 'It took too long',
      tone: 'bad',
      when: '5 s ago',
      whenNote: 'attempt 3 of 3',
    });
  });
  it('counts down to the next attempt', () => {
    const retrying = job({
      id: 'a',
      state: 'retrying',
      attempt: 1,
      retry: { max: 2, intervals_s: [] },
      not_before_ms: now + 42_000,
      failure,
    });
    expect(linesOf(retrying, around)).toMatchObject({
      second: 'attempt 2 of 3 · It took too long',
      when: 'in 42 s',
    });
  });
});

it('puts the state of a job in one sentence', () => {
  const running = job({
    id: 'a',
    state: 'running',
    worker: 'studio',
    attempt: 2,
    started_at_ms: now - 60_000,
    progress: { stage: 'Ordering', fraction: 0.5, at_ms: now },
  });
  expect(stateSentence(running, now, null)).toBe(
    'Running on studio · attempt 2 · Ordering · 50\u202f% · started 13:59',
  );
  const done = job({
    id: 'a',
    state: 'finished',
    worker: 'studio',
    started_at_ms: now - 65_000,
    ended_at_ms: now - 61_600,
  });
  expect(stateSentence(done, now, null)).toBe('Finished 1 min ago · took 3.4 s · on studio · in default');
});

it('tells attempts and deeds as one story', () => {
  const attempt = {
    id: '1',
    job: 'a',
    number: 1,
    worker: 'w',
    started_at_ms: now,
    ended_at_ms: now + 2000,
    outcome: 'failed' as const,
    failure,
  };
  const story = historyOf(
    {
      job: job({ id: 'a' }),
      attempts: [attempt],
      audit: [{ at_ms: now - 5, actor: 'cli:anna', action: 'submit', job: 'a', detail: null }],
      report: null,
    },
    now,
  );
  expect(story.map((row) => [row.what, row.note, row.tone])).toEqual([
    ['Submitted', null, 'plain'],
    ['Attempt 1 · failed · 2 s', 'It took too long', 'bad'],
  ]);
});

it('names what the button will do', () => {
  const given = {
    ready: 1,
    problems: 0,
    jobs: 1,
    startAtMs: null,
    queue: 'gcode',
    outlook: { kind: 'start' as const },
    now,
  };
  const line = (place: number) => outcome({ ...given, outlook: { kind: 'line', place } });
  expect(outcome(given)).toBe('Start now');
  expect([line(1), line(3), line(12)]).toEqual([
    'Queue, next in line',
    'Queue, third in line',
    'Queue, 12th in line',
  ]);
  expect(outcome({ ...given, outlook: { kind: 'alone' } })).toBe('Queue, no worker takes from gcode');
  expect(outcome({ ...given, ready: 18, jobs: 18, problems: 2 })).toBe('Queue 18, skip 2 with problems');
  expect(outcome({ ...given, queue: '', outlook: { kind: 'alone' } })).toBe('Queue');
  expect(outcome({ ...given, jobs: 5 })).toBe('Queue 5');
  expect(outcome({ ...given, ready: 0 })).toBe('Nothing to queue');
  expect(outcome({ ...given, startAtMs: now + 3_600_000 })).toBe('Schedule for 15:00');
});
