import type { Docker } from '@docktopus/core';
import { BlueprintClient, findBlueprint } from '../blueprint/index.ts';
import { chooseContainer, listOwned, type OwnedContainer, shownName, withDocker } from '../engine/index.ts';
import { confirm } from '../invocation/confirm.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { CommandFailure, EXIT } from '../output/index.ts';

export interface StopOptions {
  readonly blueprint?: string;
  readonly force?: boolean;
}

/** `docktopus stop` */
export async function run(invocation: Invocation<StopOptions>): Promise<undefined> {
  await actOnContainers(invocation, 'stop', async (docker, id, signal) => {
    await docker.engine.stopContainer(id, { signal });
  });
}

/**
 * Does something to each container that is named: through its blueprint when that runs and can be reached, since it owns
 * them, else by the engine after a question.
 */
export async function actOnContainers(
  invocation: Invocation<StopOptions>,
  action: 'stop' | 'restart',
  byEngine: (docker: Docker, id: string, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { args, options, out, signal } = invocation;
  await withDocker(invocation, async (docker) => {
    const all = await listOwned(docker, options.blueprint, signal);
    const chosen = args.map((name) => chooseContainer(all, name));
    const done: { id: string; name: string; through: 'blueprint' | 'engine' }[] = [];
    for (const container of chosen) {
      const { id, name } = container;
      const running = await findBlueprint(container.blueprint);
      if (running !== undefined)
        await new BlueprintClient(running, signal).post(`containers/${id}/${action}`);
      else {
        await requireConsent(invocation, container, action);
        await byEngine(docker, id, signal);
      }
      done.push({ id, name, through: running === undefined ? 'engine' : 'blueprint' });
      if (!out.json) out.line(shownName(container));
    }
    if (out.json) out.data({ [action === 'stop' ? 'stopped' : 'restarted']: done });
  });
}

async function requireConsent(
  invocation: Invocation<StopOptions>,
  container: OwnedContainer,
  action: string,
): Promise<void> {
  if (invocation.options.force) return;
  const question = `Blueprint ${container.blueprint} cannot be reached. ${action} ${container.name} all the same?`;
  if (await confirm(invocation, question)) return;
  throw new CommandFailure(
    EXIT.failed,
    'not-confirmed',
    `blueprint ${container.blueprint} cannot be reached, and nobody confirmed that ${container.name} may change without it`,
    `'docktopus ${action} --force' does it without the blueprint`,
  );
}
