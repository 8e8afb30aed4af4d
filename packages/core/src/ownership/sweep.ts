import type { Docker } from '../engine/index.ts';
import { isDocktopusError } from '../errors/index.ts';
import { asGiven, checkEveryOption, type EveryOptionReader, readFlag, readText } from '../input/index.ts';
import { ownershipLabels, ownershipOf } from '../labels/index.ts';
import { type CallOptions, inParallel, startDeadline } from '../scope/index.ts';
import type { Session } from './session.ts';
import { SessionContainers } from './session-containers.ts';
import { sessionOf } from './session-of.ts';
import { viewpointOf } from './session-verdict.ts';
import { type OwnedThing, planSweep, type SweepStep } from './sweep-plan.ts';

export interface SweepOptions extends CallOptions {
  /** Looks at the things of one blueprint only. @default all */
  readonly blueprint?: string | undefined;
  /** The session that sweeps. @default that of this process */
  readonly session?: Session | undefined;
  /** Where the engine's answers about the containers of sessions are kept. @default forgotten */
  readonly containers?: SessionContainers | undefined;
  /** Decides and removes nothing. @default false */
  readonly dryRun?: boolean | undefined;
}

/** With a misspelt `dryRun`, a sweep would remove. */
const OPTIONS: EveryOptionReader<SweepOptions> = {
  signal: asGiven,
  timeoutMs: asGiven,
  blueprint: readText,
  session: asGiven,
  containers: asGiven,
  dryRun: readFlag,
};

/** What a sweep found, did, and failed to do. */
export interface SweepReport {
  readonly steps: readonly SweepStep[];
  /** The removals that failed; with all others done. Empty in a dry run. */
  readonly failures: readonly { readonly step: SweepStep; readonly error: unknown }[];
}

/**
 * Removes what sessions of this host left behind whose process is gone: containers with their anonymous volumes, networks,
 * and volumes that end with a session. Persistent things and those of living sessions are not touched.
 *
 * @default timeoutMs 60_000
 */
export async function sweep(docker: Docker, options: SweepOptions = {}): Promise<SweepReport> {
  checkEveryOption(options, OPTIONS, 'sweep');
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
