import { networkHash } from '../hash/index.ts';
import type { Network } from '../schema/index.ts';
import type { ObservedContainer, ObservedNetwork } from './observed-project.ts';
import { memberName, partOf, type UpPlanning } from './up-planning.ts';

/** Networks that are missing are created, and those that were made with other settings are replaced. */
export function planNetworks(planning: UpPlanning): void {
  const changed: string[] = [];
  const wanted = planning.model.networks ?? {};
  for (const key of Object.keys(wanted).sort()) {
    const network = wanted[key]!;
    if (network.external) continue;
    const found = planning.networks.get(key);
    if (found === undefined) create(planning, key, network, 'there is none yet', []);
    else if (found.configHash !== '' && found.configHash !== networkHash(network)) changed.push(key);
  }
  for (const key of changed) replace(planning, key, wanted[key]!, planning.networks.get(key)!);
}

function create(
  planning: UpPlanning,
  key: string,
  network: Network,
  cause: string,
  after: readonly string[],
): string {
  const name = network.name ?? key;
  const step = planning.draft.add({
    id: `create network ${name}`,
    op: 'create network',
    resource: { kind: 'network', name },
    key,
    network,
    cause,
    after,
  });
  planning.networkSteps.set(key, step);
  return step;
}

/** Containers leave the network for the time being; they are not replaced, since nothing of them has changed. */
function replace(planning: UpPlanning, key: string, network: Network, found: ObservedNetwork): void {
  const members = Object.keys(planning.model.services)
    .sort()
    .filter((name) => Object.hasOwn(planning.service(name).networks ?? {}, key))
    .flatMap((name) => planning.containersOf(name));
  const disconnects = members.map((container) => disconnect(planning, key, found, container));
  const renamed = found.name !== network.name;
  const removal = planning.draft.add({
    id: `remove network ${found.name}`,
    op: 'remove network',
    resource: { kind: 'network', name: found.name },
    key,
    mayStay: renamed,
    cause: renamed ? 'it has another name now' : 'its settings have changed',
    after: disconnects,
  });
  const cause = renamed ? 'it has another name now' : 'its settings have changed';
  const creation = create(planning, key, network, cause, renamed ? [] : [removal]);
  for (const [index, container] of members.entries()) {
    const step = planning.draft.add({
      ...partOf(container),
      id: `connect ${memberName(container)} to ${network.name ?? key}`,
      op: 'connect',
      replacing: false,
      containerId: container.id,
      network: key,
      cause: 'the network is a new one',
      after: renamed ? [creation, disconnects[index]!] : [creation],
    });
    const steps = planning.connectSteps.get(container.id) ?? [];
    planning.connectSteps.set(container.id, [...steps, step]);
  }
}

function disconnect(
  planning: UpPlanning,
  key: string,
  { name }: ObservedNetwork,
  container: ObservedContainer,
): string {
  const { step } = planning.stop(container, `the settings of network ${key} have changed`);
  return planning.draft.add({
    ...partOf(container),
    id: `disconnect ${memberName(container)} from ${name}`,
    op: 'disconnect',
    replacing: false,
    containerId: container.id,
    network: name,
    cause: 'the network makes room for a new one',
    after: [step],
  });
}
