// A server of its own, a store of its own and a page of its own for each test file.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from '../../ui/node_modules/playwright-core/types/types';
import { axe, chromium } from './packages.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const target = process.env['CARGO_TARGET_DIR'] ?? join(root, 'target');
const penstock = join(target, process.env['PENSTOCK_PROFILE'] ?? 'debug', 'penstock');

/** The drawing that comes with Penstock. */
export const sample = join(root, 'crates/service/sample/flow-field.svg');

export type Theme = 'light' | 'dark';

// Every rule but an experimental one, which takes the key printed beside a label for a part of the label.
const rules = JSON.stringify({
  resultTypes: ['violations'],
  rules: { 'label-content-name-mismatch': { enabled: false } },
});

/** One running `penstock serve` with Chromium in front of it. */
export class Stage {
  /** What the page complained of: errors, and violations of the content security policy. */
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    readonly store: string,
    readonly folder: string,
    private readonly browser: Browser,
    private readonly server: ChildProcess,
  ) {}

  static async open(theme: Theme = 'light', options: string[] = []): Promise<Stage> {
    const folder = mkdtempSync(join(tmpdir(), 'penstock-browser-'));
    const store = `sqlite:${join(folder, 'queue.db')}`;
    const server = spawn(penstock, ['serve', '--listen', '127.0.0.1:0', '--store', store, ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const address = await firstLine(server);
    const browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--use-gl=angle',
        '--use-angle=swiftshader',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    const context = await browser.newContext({
      colorScheme: theme,
      // Without motion, what axe measures is what stays.
      reducedMotion: 'reduce',
      viewport: { width: 1440, height: 900 },
    });
    const fresh = process.env['PENSTOCK_UI'];
    if (fresh !== undefined) {
      // The UI as it was built last, in place of the one inside the program: no need to compile that first.
      await context.route(/\/(assets\/.*)?$/, (route) => {
        const path = new URL(route.request().url()).pathname;
        return route.fulfill({ path: join(fresh, path === '/' ? 'index.html' : path) });
      });
    }
    const page = await context.newPage();
    const stage = new Stage(page, store, folder, browser, server);
    page.on('pageerror', (error) => stage.complaints.push(error.stack ?? String(error)));
    page.on('console', (line) => {
      if (line.type() === 'error') stage.complaints.push(line.text());
    });
    await page.goto(address);
    return stage;
  }

  /** Runs `penstock` on this store and returns what it printed. */
  run(...words: string[]): string {
    const done = spawnSync(penstock, [...words, '--store', this.store], {
      encoding: 'utf8',
    });
    if (done.status !== 0) throw new Error(`penstock ${words.join(' ')}: ${done.stderr}`);
    return done.stdout;
  }

  /** The row of a job in the list. */
  row(name: string): Locator {
    return this.page.getByRole('row').filter({ hasText: name }).first();
  }

  /** Drops files on the window, as a person does. */
  async drop(...files: ReadonlyArray<string | Buffer>): Promise<void> {
    // The page hears of drops once it stands.
    await this.page.getByRole('button', { name: /^New job/ }).waitFor();
    const dropped: { name: string; base64: string }[] = [];
    for (let at = 0; at < files.length; at += 2) {
      const content = files[at + 1] ?? '';
      dropped.push({
        name: String(files[at]),
        base64: Buffer.from(content).toString('base64'),
      });
    }
    await this.page.evaluate((list) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of list) {
        const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
        transfer.items.add(new File([bytes], name));
      }
      for (const kind of ['dragenter', 'dragover', 'drop'])
        document.body.dispatchEvent(
          new DragEvent(kind, {
            dataTransfer: transfer,
            bubbles: true,
            cancelable: true,
          }),
        );
    }, dropped);
  }

  /** What axe finds wrong with the page as it stands. */
  async faults(): Promise<string[]> {
    // Handed over by the debugger, which the page's policy does not bind.
    const client = await this.page.context().newCDPSession(this.page);
    await client.send('Runtime.evaluate', { expression: axe });
    const answer = await client.send('Runtime.evaluate', {
      expression: `axe.run(document, ${rules}).then(r => JSON.stringify(r.violations.map(v =>
        v.id + ': ' + v.help + ' — ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(', '))))`,
      awaitPromise: true,
      returnByValue: true,
    });
    await client.detach();
    return JSON.parse(String(answer.result.value)) as string[];
  }

  async close(): Promise<void> {
    await this.browser.close();
    const ended = new Promise((resolve) => this.server.once('exit', resolve));
    this.server.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function firstLine(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(new Error(`${penstock} did not start (run make build first): ${error}`)),
    );
    server.once('exit', (code) => reject(new Error(`penstock serve ended with ${code}`)));
    if (server.stdout) createInterface({ input: server.stdout }).once('line', resolve);
  });
}
