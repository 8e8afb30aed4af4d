import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { ContainerFamily } from '@docktopus/core';
import { CapturedOutput } from './captured-output.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { INTERPRETERS, type Program } from './program.ts';
import type { SandboxSettings } from './sandbox-settings.ts';
import { inputOf, withoutLastWords } from './supervisor.ts';

export interface Run {
  readonly outcome: Outcome;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one program in a sandbox of its own, which is removed afterwards. */
export async function runProgram(
  sandboxes: ContainerFamily<string>,
  { language, code }: Program,
  { timeLimitMs, outputLimitBytes }: Pick<SandboxSettings, 'timeLimitMs' | 'outputLimitBytes'>,
  signal: AbortSignal,
): Promise<Run> {
  const key = randomUUID();
  const token = randomUUID();
  const output = new CapturedOutput(outputLimitBytes);
  const ended = new AbortController();
  try {
    await using sandbox = await sandboxes.use(key, { signal, timeoutMs: 60_000 });
    // The streams of process 1: no process has to be started to begin.
    using attached = await sandbox.attach({ stdin: true });
    await attached.write(inputOf(token, INTERPRETERS[language], code));
    const reading = output.readFrom(attached.output);
    const clock = { signal: AbortSignal.any([ended.signal, signal]) };
    const overtime = setTimeout(timeLimitMs, 'overtime' as const, clock);
    const timedOut = (await Promise.race([reading, overtime])) === 'overtime';
    // A second for the supervisor's last words.
    if (timedOut) await sandboxes.stop(key, { graceMs: 1_000 });
    const exit = (await reading) === 'limit' ? undefined : await sandbox.wait();
    const { stderr, deniedForks } = withoutLastWords(output.text('stderr'), token);
    return { outcome: outcomeOf({ exit, timedOut, deniedForks }), stdout: output.text('stdout'), stderr };
  } finally {
    ended.abort();
    await sandboxes.remove(key, { graceMs: 0 });
  }
}
