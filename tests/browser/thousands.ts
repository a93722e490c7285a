// A queue of thousands, for what must be quick with them and for what measures how quick.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage } from './stage.ts';

/** So many copies of `many.svg` that wait, and behind them one `needle.svg`. */
export function queueThousands(stage: Stage, jobs: number): void {
  stage.run('pause');
  const file = join(stage.folder, 'many.svg');
  writeFileSync(
    file,
    '<svg xmlns="http://www.w3.org/2000/svg" width="10mm" height="10mm"><path d="M1 1H9"/></svg>',
  );
  stage.run('submit', 'plot', file, '--count', String(jobs));
  const other = join(stage.folder, 'needle.svg');
  writeFileSync(other, '<svg xmlns="http://www.w3.org/2000/svg"/>');
  stage.run('submit', 'plot', other, '--queue', 'low');
}
