import { serviceHash } from '../hash/index.ts';
import { loadCompose } from '../load/load-compose.ts';
import type { ComposeModel } from '../schema/index.ts';
import type { ObservedContainer, ObservedProject } from './observed-project.ts';

/** The model of a file, with the project's name `shop`. */
export async function modelOf(content: string): Promise<ComposeModel> {
  return (await loadCompose({ content }, { processEnv: false, projectName: 'shop' })).model;
}

export const NOTHING: ObservedProject = {
  containers: {},
  orphans: [],
  networks: {},
  volumes: {},
  images: {},
};

/** A running container that is as the model wants it, but for `more`. */
export function containerOf(
  model: ComposeModel,
  service: string,
  more: Partial<ObservedContainer> = {},
): ObservedContainer {
  const number = more.number ?? 1;
  return {
    id: `${service}${number}`.padEnd(12, '0'),
    name: `shop-${service}-${number}`,
    service,
    state: 'running',
    ready: true,
    configHash: serviceHash(model.services[service]!),
    imageId: `sha256:${service}`,
    number,
    created: 1,
    networkIds: ['net-default'],
    volumes: [],
    labels: {},
    ...more,
  };
}

/** What the engine has after an `up` of the model. */
export function observedOf(
  model: ComposeModel,
  containers: readonly ObservedContainer[],
  more: Partial<ObservedProject> = {},
): ObservedProject {
  const services = Object.keys(model.services);
  return {
    containers: Object.fromEntries(
      services.map((name) => [name, containers.filter(({ service }) => service === name)]),
    ),
    orphans: [],
    networks: { default: [{ id: 'net-default', name: 'shop_default', configHash: '', labels: {} }] },
    volumes: Object.fromEntries(
      Object.keys(model.volumes ?? {}).map((key) => [
        key,
        [{ name: `shop_${key}`, configHash: '', labels: {} }],
      ]),
    ),
    images: Object.fromEntries(services.map((name) => [name, { id: `sha256:${name}` }])),
    ...more,
  };
}
