import { expect, it } from 'vitest';
import { commandLine, isQueueName, namesIn } from './command';

const wanted = { queues: ['nesting', 'gcode'], slots: 2, name: '' };

it('names the store, the queues and the slots', () => {
  expect(commandLine('Redis, shop:7000, with TLS', false, wanted)).toBe(
    'penstock worker --store rediss://shop:7000 --queues nesting,gcode --concurrency 2',
  );
});

it('needs no store on the computer of the embedded queue', () => {
  expect(commandLine('Embedded queue, /home/anna/queue.db', true, wanted)).toBe(
    'penstock worker --queues nesting,gcode --concurrency 2',
  );
});

it('leaves a place for an address that it cannot tell', () => {
  expect(commandLine('Redis, main by the sentinels a:1, b:2', false, wanted)).toContain('--store ADDRESS');
});

it('quotes what a shell would take apart', () => {
  const line = commandLine('', true, { queues: ['a;rm'], slots: 1, name: "anna's pi" });
  expect(line).toBe(String.raw`penstock worker --queues 'a;rm' --concurrency 1 --name 'anna'\''s pi'`);
});

it('reads names with commas between', () => {
  expect(namesIn(' a, b ,,a')).toEqual(['a', 'b']);
  expect(['gcode', 'a b', ''].map(isQueueName)).toEqual([true, false, false]);
});
