import { Container, type ContainerSnapshot, isDocktopusError, isTerminal } from '@docktopus/core';
import { findContainer, withDocker } from '../engine/index.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { CommandFailure, EXIT } from '../output/index.ts';
import { readSpan } from './text/read-span.ts';
import { waitThroughBlueprint } from './wait-through-blueprint.ts';

interface WaitOptions {
  readonly blueprint?: string;
  readonly for: 'ready' | 'running' | 'healthy' | 'exited' | 'removed';
  readonly timeout: string;
}

/** `docktopus wait` */
export async function run(invocation: Invocation<WaitOptions>): Promise<undefined> {
  const { args, options, out, signal } = invocation;
  const [wanted = ''] = args;
  const timeoutMs = readSpan(options.timeout, '--timeout');
  await withDocker(invocation, async (docker) => {
    const found = await findContainer(docker, wanted, options.blueprint, signal);
    const { id, name } = found;
    const container = await Container.fromId(docker, id, { signal });
    if (options.for === 'ready' && (await waitThroughBlueprint(found, timeoutMs, invocation))) return;
    const goal = options.for === 'ready' ? await readyFromOutside(container, name, signal) : options.for;
    const settled = (snapshot: ContainerSnapshot) =>
      !snapshot.stale && (reaches(goal, snapshot) || cannot(goal, snapshot) !== undefined);
    if (!out.json) out.note(`waiting until ${name} is ${options.for}`);
    const last = await container.until(settled, { signal, timeoutMs }).catch((error: unknown) => {
      if (goal === 'removed' && isDocktopusError(error, 'container.removed')) return undefined;
      throw error;
    });
    const obstacle = last && !reaches(goal, last) ? cannot(goal, last) : undefined;
    if (obstacle !== undefined)
      throw new CommandFailure(obstacle.exitCode, 'wait.failed', `${name} ${obstacle.reason}`);
    if (out.json) out.data({ container: { id, name }, state: options.for, exitCode: last?.exitCode ?? null });
    else if (goal === 'exited') out.line(`${last?.exitCode ?? ''}`);
  });
}

type Goal = Exclude<WaitOptions['for'], 'ready'>;

function reaches(goal: Goal, { status, health }: ContainerSnapshot): boolean {
  if (goal === 'running') return status === 'running';
  if (goal === 'healthy') return status === 'running' && health === 'healthy';
  return goal === 'exited' ? isTerminal(status) : status === undefined;
}

/** Why it will not come to the goal by itself. */
function cannot(
  goal: Goal,
  { status, health, exitCode }: ContainerSnapshot,
): { exitCode: number; reason: string } | undefined {
  if (goal === 'removed' || goal === 'exited') return undefined;
  if (status === undefined) return { exitCode: EXIT.failed, reason: 'was removed' };
  if (isTerminal(status))
    return { exitCode: EXIT.failed, reason: `has ended with exit code ${exitCode ?? 'unknown'}` };
  if (goal === 'healthy' && health === 'unhealthy')
    return { exitCode: EXIT.unhealthy, reason: 'is unhealthy' };
  return undefined;
}

/** Only the blueprint's own process knows a readiness condition; from outside, a health check stands for it. */
async function readyFromOutside(container: Container, name: string, signal: AbortSignal): Promise<Goal> {
  const { Config } = await container.inspect({ signal });
  const test = Config.Healthcheck?.Test ?? [];
  if (test.length > 0 && test[0] !== 'NONE') return 'healthy';
  throw new CommandFailure(
    EXIT.failed,
    'wait.unknown',
    `${name} has no health check, and only its blueprint knows its readiness condition`,
    'Wait with --for running, or give the container a health check',
  );
}
