import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Docker } from '@docktopus/core';
import type { ImageInspect } from '@docktopus/core/engine';
import { readTextFile } from '@docktopus/core/kit';
import { imageOf } from '../plan/plan-images.ts';
import type { ComposeModel } from '../schema/index.ts';
import { COMPOSE_VERSION, composeLabels } from './compose-labels.ts';

/** Builds the image of a service as its `build` says. What an engine's own builder lacks was refused before. */
export async function buildService(
  docker: Docker,
  model: ComposeModel,
  name: string,
  signal: AbortSignal,
): Promise<ImageInspect> {
  const service = model.services[name]!;
  const { build = {} } = service;
  const folder = build.context ?? '.';
  const image = imageOf(model.name, name, service);
  return await docker.images.build(folder, {
    tags: [image, ...(build.tags ?? [])],
    ...(await dockerfileOf(folder, build)),
    args: argumentsOf(build.args),
    target: build.target,
    labels: {
      ...build.labels,
      [composeLabels.project]: model.name,
      [composeLabels.service]: name,
      [composeLabels.version]: COMPOSE_VERSION,
    },
    platform: build.platforms?.[0] ?? service.platform,
    noCache: build.no_cache,
    pull: build.pull,
    networkMode: build.network,
    cacheFrom: build.cache_from,
    extraHosts: build.extra_hosts?.map((entry) => entry.replace('=', ':')),
    shmSize: build.shm_size === undefined ? undefined : Number(build.shm_size),
    signal,
  });
}

type Build = NonNullable<ComposeModel['services'][string]['build']>;

/** A Dockerfile in the file itself, inside of the context, or outside of it. */
async function dockerfileOf(folder: string, { dockerfile = 'Dockerfile', dockerfile_inline: inline }: Build) {
  if (inline !== undefined) return { dockerfileText: inline };
  const path = resolve(folder, dockerfile);
  const inside = relative(folder, path);
  if (inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)) return { dockerfile: inside };
  return { dockerfileText: await readTextFile(path, 'images.build') };
}

/** An argument without a value has none for the engine either. */
function argumentsOf(args: Build['args']): Readonly<Record<string, string>> | undefined {
  if (args === undefined) return undefined;
  const given = Object.entries(args).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(given);
}
