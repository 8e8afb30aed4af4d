import { networkHash, serviceHash, volumeHash } from '../hash/index.ts';
import type { Network, Service, Volume } from '../schema/index.ts';
import { COMPOSE_VERSION, composeLabels } from './compose-labels.ts';

/** What stands in the labels of all that belongs to a project. */
export interface ProjectIdentity {
  readonly name: string;
  readonly workingDir: string;
  readonly files: readonly string[];
}

/** The labels of one container. */
export function containerLabels(
  { name, workingDir, files }: ProjectIdentity,
  member: { readonly service: string; readonly number: number },
  service: Service,
  imageId: string,
): Readonly<Record<string, string>> {
  const dependencies = Object.entries(service.depends_on ?? {}).map(
    ([other, { condition, restart = false }]) => `${other}:${condition}:${restart}`,
  );
  return {
    ...service.labels,
    [composeLabels.project]: name,
    [composeLabels.service]: member.service,
    [composeLabels.number]: String(member.number),
    [composeLabels.oneOff]: 'False',
    [composeLabels.configHash]: serviceHash(service),
    [composeLabels.image]: imageId,
    [composeLabels.dependsOn]: dependencies.join(','),
    [composeLabels.configFiles]: files.join(','),
    [composeLabels.workingDir]: workingDir,
    [composeLabels.version]: COMPOSE_VERSION,
  };
}

/** The labels of a network, by its key in the project. */
export function networkLabels(
  project: string,
  key: string,
  network: Network,
): Readonly<Record<string, string>> {
  return {
    ...network.labels,
    [composeLabels.project]: project,
    [composeLabels.network]: key,
    [composeLabels.configHash]: networkHash(network),
    [composeLabels.version]: COMPOSE_VERSION,
  };
}

/** The labels of a volume, by its key in the project. */
export function volumeLabels(project: string, key: string, volume: Volume): Readonly<Record<string, string>> {
  return {
    ...volume.labels,
    [composeLabels.project]: project,
    [composeLabels.volume]: key,
    [composeLabels.configHash]: volumeHash(volume),
    [composeLabels.version]: COMPOSE_VERSION,
  };
}
