// What a browser must fetch before the first screen stands.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../../ui/dist/', import.meta.url));
const BUDGET_BYTES = 120_000;

/** The entry's scripts and styles, with everything that they import at once. */
function needed(): string[] {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const open = [...page.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map(([, path]) => path ?? '');
  const seen = new Set<string>();
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    if (!path.endsWith('.js')) continue;
    const script = readFileSync(join(dist, path), 'utf8');
    for (const [, found] of script.matchAll(/(?:from|import)\s*"(\.\/[^"]+\.js)"/g)) {
      open.push(join(dirname(path), found ?? ''));
    }
  }
  return [...seen];
}

test('the first screen needs less than its budget', () => {
  const files = needed().map((path) => [path, gzipSync(readFileSync(join(dist, path))).length] as const);
  expect(files.length).toBeGreaterThan(3);
  const total = files.reduce((sum, [, bytes]) => sum + bytes, 0);
  console.info(`First screen: ${total} bytes, ${files.length} files`);
  expect(total, JSON.stringify(files)).toBeLessThan(BUDGET_BYTES);
});
