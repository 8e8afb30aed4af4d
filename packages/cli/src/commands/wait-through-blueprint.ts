import { setTimeout as pause } from 'node:timers/promises';
import { BlueprintClient, findBlueprint } from '../blueprint/index.ts';
import type { OwnedContainer } from '../engine/index.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { CommandFailure, EXIT } from '../output/index.ts';

const LOOK_EVERY_MS = 300;

/**
 * Waits for the readiness condition of a container, which its blueprint knows.
 *
 * @returns whether it has told: not when the blueprint cannot be reached, or the container has no condition.
 * @throws CommandFailure when it ends or becomes unhealthy instead, or time is up.
 */
export async function waitThroughBlueprint(
  { id, name, blueprint }: OwnedContainer,
  timeoutMs: number,
  { out, signal }: Invocation,
): Promise<boolean> {
  const running = await findBlueprint(blueprint);
  if (running === undefined) return false;
  const client = new BlueprintClient(running, signal);
  const endsAt = performance.now() + timeoutMs;
  for (;;) {
    const view = (await client.all('container')).find((container) => container.id === id);
    if (view?.ready === undefined) return false;
    if (view.ready) {
      if (out.json) out.data({ container: { id, name }, state: 'ready', exitCode: null });
      return true;
    }
    if (view.status === 'exited' || view.status === 'dead') {
      throw new CommandFailure(
        EXIT.failed,
        'wait.failed',
        `${name} has ended with exit code ${view.exitCode ?? 'unknown'}`,
      );
    }
    if (view.health === 'unhealthy')
      throw new CommandFailure(EXIT.unhealthy, 'wait.failed', `${name} is unhealthy`);
    if (performance.now() > endsAt)
      throw new CommandFailure(EXIT.timedOut, 'timeout', `${name} was not ready within ${timeoutMs} ms`);
    await pause(LOOK_EVERY_MS, undefined, { signal });
  }
}
