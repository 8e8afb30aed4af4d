import { cpuMsOf } from '../harness/process-cpu.ts';

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
