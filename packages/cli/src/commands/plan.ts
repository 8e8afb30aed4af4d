import { spawn } from 'node:child_process';
import { printPlan } from '@docktopus/core';
import { isRecord, PLAN_VARIABLE, type PlanStep } from '@docktopus/core/kit';
import type { Invocation } from '../invocation/invocation.ts';
import { CommandFailure, EXIT, exitCodeFor } from '../output/index.ts';
import { nodeOptions, programPath } from '../project/index.ts';
import { readSpan } from './text/read-span.ts';

interface ContextPlan {
  readonly context: string;
  readonly steps: readonly PlanStep[];
}

/** What a program tells of itself over IPC. */
type Told =
  | { readonly docktopus: 'plan'; readonly blueprint?: string; readonly plans: readonly ContextPlan[] }
  | { readonly docktopus: 'no-plan'; readonly code: string };

/** A program that has told its plan has this long to end. */
const END_MS = 5_000;

/** `docktopus plan`: runs the program as far as its plan; its output goes to stderr. */
export async function run(invocation: Invocation<{ readonly timeout: string }>): Promise<undefined> {
  const [file = '', ...args] = invocation.args;
  const { options, out, signal } = invocation;
  const timeoutMs = readSpan(options.timeout, '--timeout');
  const told = await toldBy(await programPath(file), args, options.host, timeoutMs, signal);
  signal.throwIfAborted();
  if (told === 'timeout')
    throw new CommandFailure(
      EXIT.timedOut,
      'timeout',
      `${file} reported no plan within ${options.timeout}`,
      HINT,
    );
  if (typeof told === 'string')
    throw new CommandFailure(
      EXIT.failed,
      'no-plan',
      `${file} ended ${told}, and reported no plan`,
      hintFor(told),
    );
  if (told.docktopus === 'no-plan')
    throw new CommandFailure(exitCodeFor(told.code), told.code, `${file} cannot start: see above`);
  if (out.json) out.data({ blueprint: told.blueprint ?? null, plans: told.plans });
  else for (const plan of told.plans) out.write(planText(plan, told.plans.length));
}

const ENDED_WELL = 'with exit code 0';
const HINT =
  'A program reports its plan when it calls run() of a BlueprintRunner: name the file that does, such as main.ts';

/** A program that has failed says why itself. */
function hintFor(end: string): string {
  if (end === ENDED_WELL) return HINT;
  return 'Read above why it failed. If there is nothing, it has called process.exit() before run() of a BlueprintRunner';
}

function planText({ context, steps }: ContextPlan, count: number): string {
  const text = steps.length === 0 ? 'nothing to do' : printPlan(steps);
  return count === 1 ? `${text}\n` : `${context}\n${text.replace(/^/gm, '  ')}\n`;
}

/** What the program tells, or how it ended without a word. */
async function toldBy(
  path: string,
  args: readonly string[],
  host: string | undefined,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Told | string> {
  const node = nodeOptions(path);
  const env = {
    ...process.env,
    ...node.env,
    ...(host !== undefined && { DOCKER_HOST: host }),
    DOCKTOPUS_DRY_RUN: 'true',
    [PLAN_VARIABLE]: 'ipc',
  };
  const child = spawn(process.execPath, [...node.args, path, ...args], {
    stdio: ['ignore', 2, 2, 'ipc'],
    env,
  });
  const stop = () => child.kill('SIGTERM');
  const kill = () => child.kill('SIGKILL');
  let told: Told | 'timeout' | undefined;
  let ending = setTimeout(() => {
    told = 'timeout';
    kill();
  }, timeoutMs);
  signal.addEventListener('abort', stop, { once: true });
  child.on('message', (message) => {
    if (told !== undefined || !isTold(message)) return;
    told = message;
    clearTimeout(ending);
    ending = setTimeout(kill, END_MS);
  });
  try {
    const end = await new Promise<string>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, name) => resolve(name === null ? `with exit code ${code}` : `by ${name}`));
    });
    return told ?? end;
  } finally {
    clearTimeout(ending);
    signal.removeEventListener('abort', stop);
  }
}

function isTold(message: unknown): message is Told {
  return isRecord(message) && (message.docktopus === 'plan' || message.docktopus === 'no-plan');
}
