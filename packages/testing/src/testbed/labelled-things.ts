import { type Docker, ownershipLabels } from '@docktopus/core';

/** For what a test makes without a context. */
const TEST_LABEL = 'docktopus.test';

/** The labels of what a test makes without a context. */
export function testLabels(name: string): Readonly<Record<string, string>> {
  return { [TEST_LABEL]: name };
}

/** Whether something with these labels is of the test of this name. */
export function belongsTo(name: string, labels: Readonly<Record<string, string>>): boolean {
  return labels[TEST_LABEL] === name || labels[ownershipLabels.blueprint] === name;
}

/** Something in the engine that carries a test's label. */
export interface LabelledThing {
  readonly kind: 'container' | 'network' | 'volume';
  readonly name: string;
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether it was made to outlive its context. */
  readonly persistent: boolean;
}

/** Everything that the test of this name has made, and that is still there. */
export async function thingsOf(docker: Docker, name: string): Promise<LabelledThing[]> {
  const labels = [`${TEST_LABEL}=${name}`, `${ownershipLabels.blueprint}=${name}`];
  return (await Promise.all(labels.map((label) => labelledThings(docker, label)))).flat();
}

async function labelledThings(
  { engine, networks, volumes }: Docker,
  label: string,
): Promise<LabelledThing[]> {
  const filters = { label: [label] };
  const [containers, nets, vols] = await Promise.all([
    engine.listContainers({ all: true, filters }),
    networks.list({ filters }),
    volumes.list({ filters }),
  ]);
  const thing = (
    kind: LabelledThing['kind'],
    id: string,
    name: string,
    labels: LabelledThing['labels'] | null,
  ) => ({
    ...{ kind, id, name, labels: labels ?? {} },
    persistent: labels?.[ownershipLabels.lifetime] === 'persistent',
  });
  return [
    ...containers.map(({ Id, Names, Labels }) => thing('container', Id, Names[0]?.slice(1) ?? Id, Labels)),
    ...nets.map(({ Id, Name, Labels }) => thing('network', Id, Name, Labels)),
    ...vols.map(({ Name, Labels }) => thing('volume', Name, Name, Labels)),
  ];
}

/** Removes them, containers first: they hold the others. */
export async function removeThings(docker: Docker, things: readonly LabelledThing[]): Promise<void> {
  for (const { kind, id } of things) {
    if (kind === 'container') await docker.engine.removeContainer(id, { force: true, volumes: true });
    else if (kind === 'network') await docker.networks.remove(id);
    else await docker.volumes.remove(id, { force: true });
  }
}
