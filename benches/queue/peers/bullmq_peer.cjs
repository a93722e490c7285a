// Adds jobs, works them off at concurrency 50, prints seconds and seconds of processor time. The clock
// runs from the start of the first job to the end of the last.
const { Queue, Worker } = require('bullmq');

const [url, count] = [process.argv[2], Number(process.argv[3])];
const { hostname: host, port } = new URL(url);
const connection = { host, port: Number(port), maxRetriesPerRequest: null };

async function main() {
  const queue = new Queue('peer', { connection });
  const jobs = Array.from({ length: count }, () => ({ name: 'nothing', data: { kind: 'grid' } }));
  for (let at = 0; at < count; at += 500) await queue.addBulk(jobs.slice(at, at + 500));
  let begun;
  let done = 0;
  let cpu;
  const begin = () => {
    begun = process.hrtime.bigint();
    cpu = process.cpuUsage();
  };
  await new Promise((resolve, reject) => {
    const nothing = async () => {
      if (begun === undefined) begin();
      return { paths: 1 };
    };
    const worker = new Worker('peer', nothing, { connection, concurrency: 50 });
    worker.on('completed', () => ++done === count && resolve());
    worker.on('failed', (_, error) => reject(error));
    worker.on('error', reject);
  });
  const took = Number(process.hrtime.bigint() - begun) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  process.stdout.write(`${took} ${(user + system) / 1e6}\n`);
  process.exit(0);
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
