import { readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second here, on every machine that we know. */
const TICK_MS = 10;

/** How much CPU a process has used so far, in milliseconds. */
function cpuMsOf(pid: number): number {
  const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(afterName[11]) + Number(afterName[12])) * TICK_MS;
}

/** What part of one core this process and the engine use in `ms` milliseconds, in percent. */
export async function idleCpu(
  ms: number,
  enginePid: number,
): Promise<{ readonly own: number; readonly engine: number }> {
  const own = process.cpuUsage();
  const engine = cpuMsOf(enginePid);
  await new Promise((resolve) => setTimeout(resolve, ms));
  const { user, system } = process.cpuUsage(own);
  return { own: ((user + system) / 1000 / ms) * 100, engine: ((cpuMsOf(enginePid) - engine) / ms) * 100 };
}
