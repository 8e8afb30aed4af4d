import { createHash } from 'node:crypto';
import { NETWORK, type Network, SERVICE, type Service, VOLUME, type Volume } from '../schema/index.ts';
import { goJson } from './go-json.ts';

/**
 * The hash by which Docker Compose 2.40.3 tells whether a container is still what its service says.
 *
 * What may change without a new container does not count: build, pull policy, number of containers, dependencies, profiles.
 */
export function serviceHash(service: Service): string {
  const {
    build: _build,
    pull_policy: _pullPolicy,
    scale: _scale,
    depends_on: _dependsOn,
    profiles: _profiles,
    env_file: _envFile,
    ...counted
  } = service;
  const { replicas: _replicas, ...deploy } = service.deploy ?? {};
  const volumes = service.volumes?.map(olderMount);
  return sha256(
    goJson({ ...counted, ...(service.deploy && { deploy }), ...(volumes && { volumes }) }, SERVICE),
  );
}

type Mount = NonNullable<Service['volumes']>[number];

/** A mount as that version writes it: whether a host path is created only when it is, and the mode of a tmpfs as a number. */
function olderMount({ bind, tmpfs, ...mount }: Mount): unknown {
  const { create_host_path: created = mount.type === 'bind', ...binding } = bind ?? {};
  const { mode, ...memory } = tmpfs ?? {};
  return {
    ...mount,
    ...(bind && { bind: { ...binding, ...(created && { create_host_path: true }) } }),
    ...(tmpfs && { tmpfs: { ...memory, ...(mode && { mode: Number.parseInt(mode, 8) }) } }),
  };
}

/** The hash of what a network is made with. */
export function networkHash(network: Network): string {
  return sha256(goJson(network, NETWORK));
}

/** The hash of what a volume is made with. */
export function volumeHash(volume: Volume): string {
  return sha256(goJson({ driver: 'local', ...volume }, VOLUME));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
