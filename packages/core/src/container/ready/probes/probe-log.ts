import { MAX_LINE_BYTES, readLines } from '../../logs/index.ts';
import type { ReadyLog } from '../../options/ready-condition.ts';
import type { ProbeRun, ProbeTarget } from '../probe.ts';
import { hostPace, repeatProbe } from './repeat-probe.ts';

/** Resolves when enough lines of the container's output, since its start, match. */
export async function probeLog(target: ProbeTarget, condition: ReadyLog, run: ProbeRun): Promise<void> {
  // A stream that is lost is read and counted again from the start.
  await repeatProbe(() => attempt(target, condition, run), hostPace, run);
}

async function attempt(
  { docker, id, inspect }: ProbeTarget,
  { pattern, times }: ReadyLog,
  { signal, notYet }: ProbeRun,
): Promise<string | undefined> {
  const tty = inspect.Config.Tty ?? false;
  const since = endOfFormerRun(inspect.State.FinishedAt);
  const chunks = await docker.engine.containerLogs(id, { follow: true, since, tty, signal });
  const matches = matcher(pattern);
  let seen = 0;
  notYet(progress(seen, times));
  for await (const { line } of readLines(chunks, { timestamps: false, maxLineBytes: MAX_LINE_BYTES, tty })) {
    if (!matches(line)) continue;
    seen += 1;
    if (seen >= times) return undefined;
    notYet(progress(seen, times));
  }
  return progress(seen, times);
}

function matcher(pattern: ReadyLog['pattern']): (line: string) => boolean {
  if ('text' in pattern) return (line) => line.includes(pattern.text);
  // `g` and `y` would make each match begin where the last one ended.
  const regExp = new RegExp(pattern.regExp.source, pattern.regExp.flags.replace(/[gy]/g, ''));
  return (line) => regExp.test(line);
}

function progress(seen: number, times: number): string {
  return seen === 0 ? 'no line has matched' : `${seen} of ${times} lines have matched`;
}

/**
 * Lines of a former run do not count: they came before its end. Not this run's start: a process can write before the
 * engine notes that it has started it.
 *
 * @returns seconds and nanoseconds as the engine takes them; `undefined` for a first run.
 */
export function endOfFormerRun(finishedAt: string): string | undefined {
  const [, second = '', fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(finishedAt) ?? [];
  const seconds = Date.parse(`${second}Z`) / 1000;
  return seconds > 0 ? `${seconds}.${fraction.padEnd(9, '0')}` : undefined;
}
