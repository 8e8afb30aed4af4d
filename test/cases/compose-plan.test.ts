import { serviceHash } from '../../packages/compose/src/hash/index.ts';
import type { ObservedProject } from '../../packages/compose/src/plan/observed-project.ts';
import { planUp } from '../../packages/compose/src/plan/plan-up.ts';
import type { ProjectStep } from '../../packages/compose/src/plan/project-step.ts';
import type { PlanUpOptions, Recreate } from '../../packages/compose/src/plan/up-options.ts';
import type { ComposeModel } from '../../packages/compose/src/schema/compose-model.ts';
import type { Network, Service, Volume } from '../../packages/compose/src/schema/index.ts';
import { agreesWithDocker, type ExternalCase } from '../support/external-cases.ts';

interface Recorded {
  readonly ID: string;
  readonly Name?: string;
  readonly State?: string;
  readonly ConfigHash?: string;
  readonly ImageDigest?: string;
  readonly Number?: number;
  readonly ConnectedNetworks?: Readonly<Record<string, string>>;
  readonly Summary?: {
    readonly Created?: number;
    readonly Mounts?: readonly { readonly Type: string; readonly Name: string }[];
  };
}

interface PlanCase extends ExternalCase {
  readonly from: string;
  readonly project: {
    readonly name: string;
    readonly services?: Readonly<Record<string, Service>>;
    readonly serviceHash?: Readonly<Record<string, string>>;
    readonly networks?: Readonly<Record<string, Network>>;
    readonly volumes?: Readonly<Record<string, Volume>>;
  };
  readonly observed: {
    readonly Containers?: Readonly<Record<string, readonly Recorded[]>>;
    readonly Orphans?: readonly Recorded[];
    readonly Networks?: Readonly<Record<string, readonly Omit<Recorded, 'Summary'>[]>>;
    readonly Volumes?: Readonly<Record<string, readonly Omit<Recorded, 'Summary'>[]>>;
  };
  readonly options: Readonly<Record<string, unknown>>;
  readonly expect?: readonly { readonly op: string; readonly resource: string }[];
}

const RECREATE: Readonly<Record<string, Recreate>> = { diverged: 'changed', force: 'always', never: 'never' };

agreesWithDocker('compose/plan.json', undefined, (input) => {
  const one = input as PlanCase;
  const { steps } = planUp(modelOf(one), observedOf(one), { ...optionsOf(one), start: false });
  return recorded(steps);
});

function modelOf({ project }: PlanCase): ComposeModel {
  const services = Object.entries(project.services ?? {}).map(([name, service]) => [
    name,
    withNetworks({ command: null, entrypoint: null, ...service }, project, name),
  ]);
  return { ...project, services: Object.fromEntries(services) };
}

/** The cases leave out networks about which a service says nothing more; the hash tells which ones these are. */
function withNetworks(service: Service, project: PlanCase['project'], name: string): Service {
  if (service.networks === undefined || Object.keys(service.networks).length > 0) return service;
  const keys = Object.keys(project.networks ?? {});
  const candidates = [null, {}].flatMap((nothing) =>
    Array.from({ length: 2 ** keys.length }, (_, bits) => {
      const used = keys.filter((_key, bit) => bits & (1 << bit));
      return { ...service, networks: Object.fromEntries(used.map((key) => [key, nothing])) } as Service;
    }),
  );
  const wanted = project.serviceHash?.[name];
  return candidates.find((candidate) => serviceHash(candidate) === wanted) ?? service;
}

function observedOf({ observed }: PlanCase): ObservedProject {
  const containers = mapOf(observed.Containers, (found, service) =>
    (found ?? []).map((container) => containerOf(container, service)),
  );
  return {
    containers,
    orphans: (observed.Orphans ?? []).map((container) => containerOf(container, '')),
    networks: mapOf(observed.Networks, (found) =>
      found.map(({ ID, Name = '', ConfigHash = '' }) => ({
        id: ID,
        name: Name,
        configHash: ConfigHash,
        labels: undefined,
      })),
    ),
    volumes: mapOf(observed.Volumes, (found) =>
      found.map(({ Name = '', ConfigHash = '' }) => ({
        name: Name,
        configHash: ConfigHash,
        labels: undefined,
      })),
    ),
    images: {},
  };
}

function containerOf(container: Recorded, service: string) {
  return {
    id: container.ID,
    name: container.Name ?? '',
    service,
    state: container.State ?? '',
    ready: container.State === 'running',
    configHash: container.ConfigHash ?? '',
    imageId: container.ImageDigest ?? '',
    number: container.Number ?? 0,
    created: container.Summary?.Created ?? 0,
    networkIds: Object.values(container.ConnectedNetworks ?? {}),
    labels: {},
    volumes: (container.Summary?.Mounts ?? []).flatMap(({ Type, Name }) => (Type === 'volume' ? [Name] : [])),
  };
}

function optionsOf({ options, expect, error }: PlanCase): PlanUpOptions {
  // The answers to the questions that the suite's caller is asked are seen in the plan only.
  const confirmed = (expect ?? []).flatMap(({ op, resource }) => (op === 'RemoveVolume' ? [resource] : []));
  return {
    services: options.Services as string[] | undefined,
    recreate: RECREATE[options.Recreate as string],
    recreateDependencies: RECREATE[options.RecreateDependencies as string],
    keepAnonymousVolumes: options.Inherit as boolean,
    removeOrphans: options.RemoveOrphans as boolean,
    recreateVolume: (key) => {
      if (error !== undefined) throw new Error(String(error));
      return confirmed.includes(`volume:${key}`);
    },
  };
}

const OPS: Readonly<Record<string, string>> = {
  'create network': 'CreateNetwork',
  'remove network': 'RemoveNetwork',
  'create volume': 'CreateVolume',
  'remove volume': 'RemoveVolume',
  create: 'CreateContainer',
  connect: 'ConnectNetwork',
  disconnect: 'DisconnectNetwork',
  stop: 'StopContainer',
  remove: 'RemoveContainer',
  rename: 'RenameContainer',
  start: 'StartContainer',
};

/** A plan as the suite writes it. */
function recorded(steps: readonly ProjectStep[]) {
  const numbers = new Map(steps.map(({ id }, index) => [id, index + 1]));
  return steps.map((step) => ({
    id: numbers.get(step.id),
    dependsOn: step.after.map((id) => numbers.get(id)!).sort((a, b) => a - b),
    resource: resourceOf(step),
    op: OPS[step.op],
    cause: causeOf(step, steps, numbers),
    ...('replacing' in step && step.replacing && { group: `recreate:${step.service}:${step.number}` }),
  }));
}

function resourceOf(step: ProjectStep): string {
  if ('key' in step) return `${step.resource.kind}:${step.key}`;
  if (!('number' in step)) return step.id;
  return step.service === '' ? `orphan:${step.resource.name}` : `service:${step.service}:${step.number}`;
}

/** Docker's words for our causes. */
function causeOf(
  step: ProjectStep,
  steps: readonly ProjectStep[],
  numbers: ReadonlyMap<string, number>,
): string {
  const { op, cause } = step;
  if (op === 'create' && step.replacing) return 'config changed (tmpName)';
  if (cause === 'there is none yet') return op === 'create' ? 'no existing container' : 'not found';
  if (cause === 'it has another name now')
    return op === 'remove network' ? 'renamed (best-effort cleanup)' : 'renamed';
  if (cause === 'its settings have changed')
    return op.startsWith('remove') ? 'config hash diverged' : 'recreate after config change';
  if (cause === 'a new one takes its place') {
    const creation = steps.find(
      (other) => other.op === 'create' && other.resource.name === step.resource.name && other.replacing,
    );
    return `replaced by #${numbers.get(creation!.id)}`;
  }
  if (op === 'rename') return 'finalize recreate';
  if (cause === 'a volume that it mounts has other settings now') return 'mounted volume config changed';
  if (/^(one container is|\d+ containers are) wanted$/.test(cause)) return 'scale down';
  if (cause === 'the project has no such service') return 'orphaned container';
  if (op === 'start') return 'not running';
  if (op === 'connect') return `network ${step.network} recreate`;
  if (op === 'disconnect') return `network ${keyOf(step.network, steps)} recreate`;
  const network = /^the settings of network (.*) have changed$/.exec(cause);
  if (network !== null) return `network ${network[1]} config changed`;
  const dependency = /^(.*), which it depends on, is replaced$/.exec(cause);
  return dependency === null ? cause : `dependency ${dependency[1]} being recreated`;
}

function keyOf(name: string, steps: readonly ProjectStep[]): string | undefined {
  const removal = steps.find((step) => step.op === 'remove network' && step.resource.name === name);
  return removal !== undefined && 'key' in removal ? removal.key : undefined;
}

function mapOf<T, U>(
  record: Readonly<Record<string, T>> | undefined,
  change: (value: T, key: string) => U,
): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(record ?? {}).map(([key, value]) => [key, change(value, key)]));
}
