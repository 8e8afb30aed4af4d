import type { Docker } from '../engine/index.ts';
import { isDocktopusError } from '../errors/index.ts';
import { ownershipLabels, ownershipOf } from '../labels/index.ts';
import { inParallel, startDeadline } from '../scope/index.ts';
import { SessionContainers } from './session-containers.ts';
import { sessionOf } from './session-of.ts';
import { viewpointOf } from './session-verdict.ts';
import type { SweepOptions, SweepReport } from './sweep-options.ts';
import { type OwnedThing, planSweep, type SweepStep } from './sweep-plan.ts';

/** Finds what is left, decides about it and removes it. */
export async function carryOutSweep(docker: Docker, options: SweepOptions): Promise<SweepReport> {
  using deadline = startDeadline(options, 60_000, 'sweep', options.blueprint);
  const { signal } = deadline;
  const found = await findOwned(docker, options.blueprint, signal);
  const { session = await sessionOf(docker, { signal }), containers = new SessionContainers(docker) } =
    options;
  await containers.look(
    found.map(({ ownership }) => ownership.session),
    signal,
  );
  const steps = planSweep(found, viewpointOf(session, docker.endpoint, containers));
  const failures: { step: SweepStep; error: unknown }[] = [];
  const inUse = new Set<SweepStep>();
  if (options.dryRun) return { steps, failures };
  for (const kind of ['container', 'network', 'volume'] as const) {
    const doomed = steps.filter((step) => step.kind === kind && step.action === 'remove');
    await inParallel(doomed, async (step) => {
      try {
        await removeOwned(docker, step, signal);
      } catch (error) {
        // Containers of others are in it. The last context that uses it removes it, or a later sweep.
        if (isDocktopusError(error, 'network.in-use')) inUse.add(step);
        else failures.push({ step, error });
      }
    });
  }
  const taken = steps.map((step): SweepStep => {
    return inUse.has(step) ? { ...step, action: 'keep', why: 'containers are in it' } : step;
  });
  return { steps: taken, failures };
}

/** Everything with our labels, of one blueprint or of all. */
async function findOwned(
  docker: Docker,
  blueprint: string | undefined,
  signal: AbortSignal,
): Promise<OwnedThing[]> {
  const label =
    blueprint === undefined ? ownershipLabels.blueprint : `${ownershipLabels.blueprint}=${blueprint}`;
  const filters = { label: [label] };
  const containers = await docker.engine.listContainers({ all: true, filters, signal });
  const networks = await docker.networks.list({ filters, signal });
  const volumes = await docker.volumes.list({ filters, signal });
  return [
    ...containers.flatMap(({ Id, Names, Labels }) => {
      return owned('container', Id, Names[0]?.replace(/^\//, '') ?? Id.slice(0, 12), Labels);
    }),
    ...networks.flatMap(({ Id, Name, Labels }) => owned('network', Id, Name, Labels)),
    ...volumes.flatMap(({ Name, Labels }) => owned('volume', Name, Name, Labels)),
  ];
}

function owned(
  kind: OwnedThing['kind'],
  id: string,
  name: string,
  labels: Parameters<typeof ownershipOf>[0],
): OwnedThing[] {
  const ownership = ownershipOf(labels);
  return ownership === undefined ? [] : [{ kind, id, name, ownership }];
}

async function removeOwned(docker: Docker, { kind, id }: OwnedThing, signal: AbortSignal): Promise<void> {
  if (kind === 'container') await docker.engine.removeContainer(id, { force: true, volumes: true, signal });
  else if (kind === 'network') await docker.networks.remove(id, { signal });
  else await docker.volumes.remove(id, { signal });
}
