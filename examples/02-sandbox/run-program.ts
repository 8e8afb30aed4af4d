import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Container } from '@docktopus/core';
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

/** Runs one program in a sandbox that waits for it. The sandbox is used up afterwards. */
export async function runProgram(
  sandbox: Container,
  { language, code }: Program,
  { timeLimitMs, outputLimitBytes }: Pick<SandboxSettings, 'timeLimitMs' | 'outputLimitBytes'>,
): Promise<Run> {
  const token = randomUUID();
  const output = new CapturedOutput(outputLimitBytes);
  const ended = new AbortController();
  // The streams of process 1: no process has to be started to begin.
  using attached = await sandbox.attach({ stdin: true });
  try {
    await attached.write(inputOf(token, INTERPRETERS[language], code));
    const reading = output.readFrom(attached.output);
    const overtime = setTimeout(timeLimitMs, 'overtime' as const, { signal: ended.signal });
    const timedOut = (await Promise.race([reading, overtime])) === 'overtime';
    // A second for the supervisor's last words.
    if (timedOut) await sandbox.stop({ graceMs: 1_000 });
    const exit = (await reading) === 'limit' ? undefined : await sandbox.wait();
    const { stderr, deniedForks } = withoutLastWords(output.text('stderr'), token);
    return { outcome: outcomeOf({ exit, timedOut, deniedForks }), stdout: output.text('stdout'), stderr };
  } finally {
    ended.abort();
  }
}
