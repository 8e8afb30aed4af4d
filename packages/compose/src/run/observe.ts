import { type Docker, DocktopusError, type Issue, isDocktopusError } from '@docktopus/core';
import type { ContainerListEntry, ImageInspect } from '@docktopus/core/engine';
import type {
  ObservedContainer,
  ObservedNetwork,
  ObservedProject,
  ObservedVolume,
} from '../plan/observed-project.ts';
import { decideImage, type ImageOptions, imageOf } from '../plan/plan-images.ts';
import type { ComposeModel, Service } from '../schema/index.ts';
import { composeLabels } from './compose-labels.ts';

/** What is looked for. */
export interface ObserveRequest extends ImageOptions {
  readonly model: ComposeModel;
  readonly disabled: Readonly<Record<string, Service>>;
  readonly signal: AbortSignal;
}

/** What the engine has of a project, and its images as the engine knows them, by name. */
export interface Observation extends ObservedProject {
  readonly foundImages: ReadonlyMap<string, ImageInspect>;
}

/**
 * Looks at everything of a project at the same time: lists by the project's label, and each thing that has another maker.
 *
 * @throws DocktopusError `compose.missing` for all external networks and volumes that are not there.
 */
export async function observeProject(docker: Docker, request: ObserveRequest): Promise<Observation> {
  const { model, signal } = request;
  const filters = { label: [`${composeLabels.project}=${model.name}`] };
  const [entries, networks, volumes, foundImages] = await Promise.all([
    docker.engine.listContainers({ filters, signal }),
    observeNetworks(docker, request, filters),
    observeVolumes(docker, request, filters),
    findImages(docker, request),
  ]);
  const now = new Date();
  const images = Object.fromEntries(
    Object.entries(model.services).map(([name, service]) => {
      const found = foundImages.get(imageOf(model.name, name, service));
      return [name, decideImage(service, found && { id: found.Id, taggedAt: taggedAt(found) }, request, now)];
    }),
  );
  requireExisting(model, { networks, volumes, images });
  const services = { ...request.disabled, ...model.services };
  const members = entries
    .filter(({ Labels }) => Labels[composeLabels.oneOff] !== 'True')
    .map(observedContainer);
  const containers = Object.fromEntries(
    Object.keys(services).map((name) => [name, members.filter(({ service }) => service === name)]),
  );
  return {
    containers,
    orphans: members.filter(({ service }) => !Object.hasOwn(services, service)),
    networks,
    volumes,
    foundImages,
    images,
  };
}

/** One entry of a list of containers. */
function observedContainer(entry: ContainerListEntry): ObservedContainer {
  const { Id, Names, State, Status, Created, Labels, Mounts, NetworkSettings } = entry;
  return {
    id: Id,
    name: (Names[0] ?? '').replace(/^\//, ''),
    service: Labels[composeLabels.service] ?? '',
    state: State,
    // 'Up 3 minutes (healthy)'; nothing in parentheses without a health check.
    ready: State === 'running' && !/\((unhealthy|health: starting)\)/.test(Status),
    configHash: Labels[composeLabels.configHash] ?? '',
    imageId: Labels[composeLabels.image] ?? '',
    number: Number(Labels[composeLabels.number] ?? 0),
    created: Created,
    networkIds: Object.values(NetworkSettings?.Networks ?? {}).map(({ NetworkID }) => NetworkID),
    volumes: (Mounts ?? []).flatMap(({ Type, Name }) => (Type === 'volume' && Name ? [Name] : [])),
    labels: Labels,
  };
}

type Filters = { readonly label: readonly string[] };

async function observeNetworks(docker: Docker, { model, signal }: ObserveRequest, filters: Filters) {
  const listed = await docker.networks.list({ filters, signal });
  const byKey: Record<string, ObservedNetwork[]> = {};
  for (const { Id, Name, Labels } of listed) {
    const key = Labels?.[composeLabels.network];
    if (key === undefined) continue;
    byKey[key] = [
      ...(Object.hasOwn(byKey, key) ? byKey[key]! : []),
      { id: Id, name: Name, configHash: Labels?.[composeLabels.configHash] ?? '', labels: Labels ?? {} },
    ];
  }
  // A network of that name that Compose did not make, or that is external, is used as it is.
  const others = Object.entries(model.networks ?? {}).filter(([key]) => !Object.hasOwn(byKey, key));
  await Promise.all(
    others.map(async ([key, { name = key }]) => {
      const found = await unlessMissing(docker.networks.inspect(name, { signal }), 'network.not-found');
      if (found !== undefined && (found.Name === name || found.Id === name))
        byKey[key] = [{ id: found.Id, name: found.Name, configHash: '', labels: undefined }];
    }),
  );
  return byKey;
}

async function observeVolumes(docker: Docker, { model, signal }: ObserveRequest, filters: Filters) {
  const listed = await docker.volumes.list({ filters, signal });
  const byKey: Record<string, ObservedVolume[]> = {};
  for (const { Name, Labels } of listed) {
    const key = Labels?.[composeLabels.volume];
    if (key === undefined) continue;
    byKey[key] = [
      ...(Object.hasOwn(byKey, key) ? byKey[key]! : []),
      { name: Name, configHash: Labels?.[composeLabels.configHash] ?? '', labels: Labels ?? {} },
    ];
  }
  const others = Object.entries(model.volumes ?? {}).filter(([key]) => !Object.hasOwn(byKey, key));
  await Promise.all(
    others.map(async ([key, { name = key }]) => {
      const found = await unlessMissing(docker.volumes.inspect(name, { signal }), 'volume.not-found');
      if (found !== undefined) byKey[key] = [{ name: found.Name, configHash: '', labels: undefined }];
    }),
  );
  return byKey;
}

async function findImages(docker: Docker, { model, signal }: ObserveRequest) {
  const names = Object.entries(model.services)
    .filter(([, { provider }]) => provider === undefined)
    .map(([name, service]) => imageOf(model.name, name, service));
  const found = await Promise.all(
    [...new Set(names)].map(async (name) => {
      const image = await unlessMissing(docker.images.inspect(name, { signal }), 'image.not-found');
      return image === undefined ? [] : [[name, image] as const];
    }),
  );
  return new Map(found.flat());
}

/** Engines say when an image got its name in a field of their own. */
function taggedAt(image: ImageInspect): Date | undefined {
  const time = image.Metadata?.LastTagTime;
  return time === undefined || time.startsWith('0001-') ? undefined : new Date(time);
}

/** What the project needs and does not make. */
function requireExisting(
  model: ComposeModel,
  found: Pick<ObservedProject, 'images'> &
    Readonly<Record<'networks' | 'volumes', Readonly<Record<string, unknown>>>>,
): void {
  const images = Object.entries(model.services).flatMap(([name, service]): readonly Issue[] => {
    const image = found.images[name];
    if (image?.id !== undefined || image?.need !== undefined || service.provider !== undefined) return [];
    const got = `image ${imageOf(model.name, name, service)}`;
    return [
      { path: `services.${name}.image`, got, expected: 'an image that exists, since it is never pulled' },
    ];
  });
  const issues = [
    ...missing('network', model.networks ?? {}, found.networks),
    ...missing('volume', model.volumes ?? {}, found.volumes),
    ...images,
  ];
  if (issues.length === 0) return;
  throw new DocktopusError('compose.missing', {
    operation: 'compose.plan',
    subject: model.name,
    reason: `these do not exist, and the project does not create them: ${issues.map(({ got }) => got).join(', ')}`,
    hint: 'Create or pull them first, or remove `external` and `pull_policy: never`',
    details: { issues },
  });
}

function missing(
  kind: 'network' | 'volume',
  wanted: Readonly<Record<string, { readonly name?: string; readonly external?: boolean }>>,
  found: Readonly<Record<string, unknown>>,
): readonly Issue[] {
  return Object.entries(wanted)
    .filter(([key, { external }]) => external && !Object.hasOwn(found, key))
    .map(([key, { name = key }]) => ({
      path: `${kind}s.${key}`,
      got: `${kind} ${name}`,
      expected: `a ${kind} that exists, since it is external`,
    }));
}

async function unlessMissing<T>(
  looking: Promise<T>,
  code: 'network.not-found' | 'volume.not-found' | 'image.not-found',
): Promise<T | undefined> {
  try {
    return await looking;
  } catch (error) {
    if (isDocktopusError(error, code)) return undefined;
    throw error;
  }
}
