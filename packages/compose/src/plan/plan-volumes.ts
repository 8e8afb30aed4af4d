import { volumeHash } from '../hash/index.ts';
import type { Volume } from '../schema/index.ts';
import { namedVolumes, volumeSources } from './desired-project.ts';
import type { UpPlanning } from './up-planning.ts';

/**
 * Volumes that are missing are created. One that was made with other settings holds data: it is replaced only if the
 * caller says so.
 */
export function planVolumes(planning: UpPlanning): void {
  const changed: string[] = [];
  const wanted = planning.model.volumes ?? {};
  for (const key of Object.keys(wanted).sort()) {
    const volume = wanted[key]!;
    if (volume.external) continue;
    const found = planning.volumes.get(key);
    if (found === undefined) create(planning, key, volume, 'there is none yet', []);
    else if (found.configHash !== '' && found.configHash !== volumeHash(volume)) {
      if (found.name !== volume.name) {
        // The former one keeps its data; containers move to the new one since they do not mount it.
        create(planning, key, volume, 'it has another name now', []);
        planning.volumes.set(key, { ...found, name: volume.name ?? key });
      } else if (planning.options.recreateVolume?.(key)) changed.push(key);
      else planning.warnings.push(keptVolume(key, found.name));
    }
  }
  if (changed.length > 0) replace(planning, changed);
}

function keptVolume(key: string, name: string): string {
  return `volume ${name} was made with other settings than '${key}' has now; it is used as it is, because a new one would lose its data`;
}

function create(
  planning: UpPlanning,
  key: string,
  volume: Volume,
  cause: string,
  after: readonly string[],
): void {
  const name = volume.name ?? key;
  const step = planning.draft.add({
    id: `create volume ${name}`,
    op: 'create volume',
    resource: { kind: 'volume', name },
    key,
    volume,
    cause,
    after,
  });
  planning.volumeSteps.set(key, step);
}

/** A volume goes only when no container uses it, not even a stopped one: they are created again after it. */
function replace(planning: UpPlanning, keys: readonly string[]): void {
  const services = servicesUsing(planning, keys);
  const removals: string[] = [];
  for (const container of services.flatMap((name) => planning.containersOf(name))) {
    const cause = 'a volume that it mounts has other settings now';
    const { step } = planning.stop(container, cause);
    removals.push(planning.remove(container, cause, [step]));
    planning.removed.add(container.id);
  }
  for (const key of keys) {
    const volume = planning.model.volumes![key]!;
    const { name } = planning.volumes.get(key)!;
    const removal = planning.draft.add({
      id: `remove volume ${name}`,
      op: 'remove volume',
      resource: { kind: 'volume', name },
      key,
      mayStay: false,
      cause: 'its settings have changed',
      after: removals,
    });
    create(planning, key, volume, 'its settings have changed', [removal]);
  }
  for (const name of services) planning.recreated.add(name);
}

/** Services that mount one of the volumes, themselves or from another service. */
function servicesUsing({ model }: UpPlanning, keys: readonly string[]): readonly string[] {
  const names = Object.keys(model.services).sort();
  const using = new Set(
    names.filter((name) => namedVolumes(model.services[name]!).some((key) => keys.includes(key))),
  );
  for (let size = -1; size !== using.size; ) {
    size = using.size;
    for (const name of names) {
      if (volumeSources(model.services[name]!).some((source) => using.has(source))) using.add(name);
    }
  }
  return [...using].sort();
}
