import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { DockerContext } from '@docktopus/core';
import { FakeEngine } from '@docktopus/testing';
import { chromium, type Page } from 'playwright-core';
import { buildAsPublished } from '../harness/build-package.ts';
import { cpuMsOf } from '../harness/process-cpu.ts';
import { report } from '../harness/report.ts';
import { isSmoke } from '../harness/rounds.ts';

/** The weight of the dashboard, how soon it shows 300 containers, and the CPU of server and page while nothing happens. */
const CONTAINERS = isSmoke() ? 10 : 300;
const IDLE_MS = isSmoke() ? 500 : 30_000;
/** By then V8 has compiled everything, and the page shows ages in minutes. */
const SETTLE_MS = isSmoke() ? 0 : 65_000;

const program = await findBrowser();
buildAsPublished('docktopus');
const folder = mkdtempSync(join(tmpdir(), 'docktopus-bench-'));
const socket = join(folder, 'engine.sock');
const engine = new FakeEngine({ ports: 'none' });
engine.image('shop/web:1', ({ forever }) => forever());
const listening = await engine.listen(socket);
const shop = await DockerContext.connect({
  transport: engine,
  cleanup: 'none',
  config: { name: 'shop', strict: 'off', progress: 'off' },
  configSources: { args: false, env: false, envFile: false, file: false },
});
for (let i = 1; i <= CONTAINERS; i += 1) {
  const box = await shop.container('shop/web:1').name(`web-${i}`).create();
  await box.start({ until: 'started' });
}

const binary = fileURLToPath(new URL('../../packages/cli/dist/bundle/index.js', import.meta.url));
const server = spawn(process.execPath, [binary, 'ui', '--host', `unix://${socket}`], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const browser = await chromium.launch({
  executablePath: program,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const [url] = await Promise.race([lines(server.stdout), ended()]);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const opened = performance.now();
  await page.goto(url ?? '');
  await page.waitForFunction(`document.querySelectorAll('tbody tr').length === ${CONTAINERS}`);
  const shownMs = performance.now() - opened;
  const paint = await page.evaluate<number>(
    "performance.getEntriesByName('first-contentful-paint')[0].startTime",
  );
  await pause(SETTLE_MS);
  const [serverIdle, pageIdle] = await idleShares(page, server.pid!);
  report(
    'dashboard',
    [
      { what: 'script after gzip, KB', value: weightKb('.js'), 'at most': 80 },
      { what: 'script and styles after gzip, KB', value: weightKb('.js', '.css') },
      { what: 'first paint, ms', value: paint },
      { what: `${CONTAINERS} containers shown, ms`, value: shownMs },
      { what: 'server while nothing happens, % of a core', value: serverIdle, 'at most': 1 },
      { what: 'page while nothing happens, % of a core', value: pageIdle, 'at most': 1 },
    ],
    { containers: CONTAINERS, idleSeconds: IDLE_MS / 1000 },
  );
} finally {
  server.kill();
  await browser.close();
  await shop.close();
  await listening[Symbol.asyncDispose]();
  await engine[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
}

/** Debian's Chromium, as the tests have it; ends the process where there is none. */
async function findBrowser(): Promise<string> {
  try {
    const setup = new URL('../../scripts/setup/chromium.mjs', import.meta.url);
    return (await import(setup.href)).ensureChromium();
  } catch (error) {
    process.stdout.write(`not measured here: ${error instanceof Error ? error.message : error}\n`);
    process.exit(0);
  }
}

async function lines(stream: NodeJS.ReadableStream): Promise<readonly string[]> {
  for await (const line of createInterface({ input: stream })) return [line];
  return [];
}

function ended(): Promise<never> {
  return new Promise((_, reject) =>
    server.once('exit', (code) => reject(new Error(`ui ended with ${code}`))),
  );
}

/** CPU of the server's process and of the page's main thread over a while, in percent of a core. */
async function idleShares(page: Page, pid: number): Promise<readonly [server: number, page: number]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const busySeconds = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'ThreadTime')?.value ?? Number.NaN;
  };
  const before = [cpuMsOf(pid), await busySeconds()] as const;
  await pause(IDLE_MS);
  const after = [cpuMsOf(pid), await busySeconds()] as const;
  return [((after[0] - before[0]) / IDLE_MS) * 100, (((after[1] - before[1]) * 1000) / IDLE_MS) * 100];
}

/** The files that the page loads, at once or later; the folder also holds files of earlier builds. */
function weightKb(...endings: readonly string[]): number {
  const page = fileURLToPath(new URL('../../packages/dashboard/dist/page/', import.meta.url));
  const loaded = new Map<string, string>();
  const follow = (text: string) => {
    for (const [name] of text.matchAll(/[\w-]+-[\w-]{8}\.(?:js|css)/g)) {
      if (loaded.has(name)) continue;
      loaded.set(name, readFileSync(`${page}assets/${name}`, 'utf8'));
      follow(loaded.get(name) ?? '');
    }
  };
  follow(readFileSync(`${page}index.html`, 'utf8'));
  const files = [...loaded].filter(([name]) => endings.some((ending) => name.endsWith(ending)));
  return files.reduce((sum, [, text]) => sum + gzipSync(text).byteLength, 0) / 1000;
}
