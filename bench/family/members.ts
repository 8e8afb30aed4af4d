import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DockerContext } from '@docktopus/core';
import { isSmoke } from '../harness/rounds.ts';
import type { Row } from '../harness/table.ts';
import { heapInUse } from '../status/heap.ts';
import { CountingEngine } from './counting-engine.ts';

export const MEMBERS = isSmoke() ? 20 : 1_000;

/**
 * The cost of many members for the process that owns them: to find them again after a restart, to keep them in the books, and to
 * hear of an end. On an engine in memory, so that what is measured is ours and the engine's answers, not its disk.
 */
export async function memberRows(): Promise<readonly Row[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-family-'));
  await using engine = new CountingEngine({ ports: 'none' });
  engine.image('box:1', async (process) => {
    process.onSignal('SIGTERM', () => process.exit(0));
    await process.forever();
  });
  const connect = () =>
    DockerContext.connect({
      transport: engine,
      cleanup: 'none',
      config: { name: 'bench', strict: 'off', shutdownGraceMs: 0, dataDir, progress: 'off' },
      configSources: { args: false, env: false, envFile: false, file: false },
    });
  const familyOf = (ctx: DockerContext) =>
    ctx.family<string>('box', () => ctx.container('box:1').limits({ memory: '64m' }), {
      idle: 'never',
      lifetime: 'persistent',
    });
  const rows: Row[] = [];
  try {
    {
      await using ctx = await connect();
      const family = familyOf(ctx);
      const keys = Array.from({ length: MEMBERS }, (_, index) => `tenant-${index}`);
      const begun = process.cpuUsage();
      for (const key of keys) (await family.use(key)).release();
      rows.push({ what: 'use of a new key', 'CPU µs each': cpuSince(begun) / MEMBERS });
    }
    await using ctx = await connect();
    engine.calls.clear();
    const heapBefore = await heapInUse();
    const begun = process.cpuUsage();
    const beganAt = performance.now();
    const family = familyOf(ctx);
    await family.ready();
    const adoptedMs = performance.now() - beganAt;
    const adoptionUs = cpuSince(begun);
    rows.push({
      what: 'adoption after a restart',
      'CPU µs each': adoptionUs / MEMBERS,
      'ms in all': adoptedMs,
      'KiB each': ((await heapInUse()) - heapBefore) / MEMBERS / 1024,
      lists: engine.calls.get('GET /containers/json') ?? 0,
      inspects: engine.calls.get('GET /containers/ID/json') ?? 0,
    });
    const warm = process.cpuUsage();
    for (let index = 0; index < MEMBERS; index += 1) (await family.use(`tenant-${index}`)).release();
    rows.push({ what: 'use of a key that is up', 'CPU µs each': cpuSince(warm) / MEMBERS });
    engine.calls.clear();
    const ends = Math.min(100, MEMBERS);
    const ended = new Promise<void>((resolve) => {
      let count = 0;
      family.changes$.subscribe(({ to }) => {
        if (to === 'stopped' && ++count === ends) resolve();
      });
    });
    const ending = process.cpuUsage();
    for (let index = 0; index < ends; index += 1) {
      const id = (await family.get(`tenant-${index}`))?.id ?? '';
      await ctx.docker.engine.killContainer(id);
    }
    await ended;
    const asked = [...engine.calls]
      .filter(([call]) => call.startsWith('GET'))
      .reduce((sum, [, n]) => sum + n, 0);
    rows.push({
      what: 'an end that nobody asked for',
      'CPU µs each': cpuSince(ending) / ends,
      inspects: asked / ends,
    });
    for (const { key } of await family.list()) await family.remove(key, { graceMs: 0 });
    return rows;
  } finally {
    await rm(dataDir, { recursive: true });
  }
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
