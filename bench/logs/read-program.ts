import { cpuMsOf, peakMemoryOf } from '../harness/process-cpu.ts';
import { type Ask, type Taken, waysToRead } from './ways.ts';

/** Reads the output of one container in one way, in a separate process, so that its memory and CPU are of that alone. */
process.once('message', (ask: Ask) => void read(ask));
process.send?.('ready');

async function read({ way, id, tail }: Ask): Promise<void> {
  const open = waysToRead.get(way);
  if (open === undefined) throw new Error(`no reader is called ${way}`);
  const reading = await open(id, tail);
  const idle = process.memoryUsage().rss;
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  // What the CLI has used can be read only while it lives.
  let other = { cpuMs: 0, memory: 0 };
  const bytes = await reading((pid) => {
    // One that has ended, and is only still in the table, has no memory.
    other = { cpuMs: cpuMsOf(pid), memory: Math.max(other.memory, peakMemoryOf(pid)) };
  });
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpuBefore);
  const taken: Taken = {
    bytes,
    ms,
    cpuMs: (user + system) / 1000 + other.cpuMs,
    peakMemory: process.resourceUsage().maxRSS * 1024 + other.memory,
    idleMemory: idle,
  };
  process.send?.(taken, () => process.exit());
}
