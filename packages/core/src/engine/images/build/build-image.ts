import { join, posix } from 'node:path';
import { pack } from '../../../archive/index.ts';
import { DocktopusError, invalid, printable } from '../../../errors/index.ts';
import { onHost, readTextFile } from '../../../host/index.ts';
import { startDeadline } from '../../../scope/index.ts';
import type { EngineCalls } from '../../calls/engine-calls.ts';
import { findProxies } from '../../endpoint/find-proxies.ts';
import type { EngineVersion } from '../../model/engine-version.ts';
import { findRegistryAuth } from '../auth/find-registry-auth.ts';
import type { RegistryAuth } from '../auth/registry-auth.ts';
import { registryConfigHeader } from '../auth/registry-headers.ts';
import type { ImageInspect } from '../image-inspect.ts';
import { imageName } from '../image-reference.ts';
import type { Advance } from '../progress/image-activities.ts';
import { nextProgress, noProgress } from '../progress/next-progress.ts';
import { readProgress } from '../read-progress.ts';
import { baseImages, registriesOf } from './base-images.ts';
import { buildFailure } from './build-failure.ts';
import { BuildLog } from './build-log.ts';
import { builderFor, buildNeeds, readForBuild } from './build-needs.ts';
import type { BuildImageOptions } from './build-options.ts';
import { contextEntries } from './context-entries.ts';
import { TEXT_NAME, withDockerfileText } from './dockerfile-text.ts';
import { type BuildImages, pullBases } from './pull-bases.ts';

const BUILD_MS = 1_800_000;

/** What a build needs beside its calls. */
export interface BuildGround extends BuildImages {
  version(): EngineVersion;
}

/** Builds the folder and returns the image. */
export async function buildImage(
  calls: EngineCalls,
  ground: BuildGround,
  folder: string,
  advance: Advance,
  options: BuildImageOptions = {},
): Promise<ImageInspect> {
  const operation = 'images.build';
  const { dockerfileText: text } = options;
  const dockerfile = text === undefined ? dockerfileIn(options.dockerfile ?? 'Dockerfile') : undefined;
  using deadline = startDeadline(options, BUILD_MS, operation, folder);
  const { signal } = deadline;
  const found = await contextEntries(folder, dockerfile, signal);
  const entries = text === undefined ? found : await withDockerfileText(found, folder, text);
  const content = text ?? (await readDockerfileOf(join(folder, dockerfile ?? '')));
  const file = readForBuild(content);
  const builder = builderFor(buildNeeds(content, file), ground.version(), folder);
  const args = { ...(await findProxies(calls)), ...options.args };
  const bases = baseImages(content, file, { ...options, args });
  const credentials = await baseCredentials(bases, calls, signal);
  // BuildKit asks for credentials over a session, and takes what is there already.
  if (builder === 'buildkit') await pullBases(bases, credentials, ground, options.platform, signal);
  let progress = noProgress(folder);
  const log = new BuildLog(options.onLine, (step) => {
    progress = noProgress(folder);
    advance({ step, progress });
    options.onStep?.(step);
  });
  const call = { operation, subject: folder, options: { signal }, defaultMs: Number.POSITIVE_INFINITY };
  try {
    await readProgress(
      calls,
      call,
      {
        method: 'POST',
        path: '/build',
        query: buildQuery(dockerfile ?? TEXT_NAME, builder, { ...options, args }),
        body: pack(entries),
        headers: registryConfigHeader(credentials),
      },
      (line) => {
        log.take(line);
        // What the engine tells of pulling a base image.
        if (typeof line.status !== 'string') return;
        progress = nextProgress(progress, line);
        advance({ progress });
      },
    );
  } catch (error) {
    log.end();
    throw buildFailure(error, folder, log);
  }
  log.end();
  if (log.imageId !== undefined) return await ground.inspect(log.imageId, { signal });
  throw new DocktopusError('engine.protocol', {
    operation,
    subject: folder,
    reason: 'the engine ended the build without naming the image',
  });
}

function buildQuery(
  dockerfile: string,
  builder: 'classic' | 'buildkit',
  options: BuildImageOptions,
): Readonly<Record<string, unknown>> {
  const { tags = [], args, target, labels, platform, noCache, pull, networkMode } = options;
  const { cacheFrom, extraHosts, shmSize } = options;
  return {
    dockerfile,
    t: tags.map(fullName),
    buildargs: args && Object.keys(args).length > 0 ? args : undefined,
    target,
    labels,
    platform,
    nocache: noCache || undefined,
    pull: pull || undefined,
    networkmode: networkMode,
    cachefrom: cacheFrom?.length ? cacheFrom : undefined,
    extrahosts: extraHosts?.length ? extraHosts.join(',') : undefined,
    shmsize: shmSize,
    // Nothing that a build makes on its way stays, whether it succeeds or not.
    rm: true,
    forcerm: true,
    version: builder === 'buildkit' ? '2' : '1',
  };
}

function fullName(reference: string): string {
  const { repository, tag } = imageName(reference, 'images.build');
  return `${repository}:${tag}`;
}

/** @throws DocktopusError `spec.invalid` for one that is not inside of the folder. */
function dockerfileIn(path: string): string {
  const inside = posix.normalize(path);
  if (!posix.isAbsolute(inside) && inside !== '..' && !inside.startsWith('../')) return inside;
  const expected = 'a path inside the folder that is built';
  throw invalid('spec.invalid', 'images.build', [{ path: 'dockerfile', got: printable(path), expected }]);
}

function readDockerfileOf(path: string): Promise<string> {
  return onHost({ operation: 'images.build', path, to: 'read' }, () => readTextFile(path, 'images.build'));
}

/** What the Docker CLI knows of the registries that images come from. */
async function baseCredentials(
  bases: readonly string[],
  calls: EngineCalls,
  signal: AbortSignal,
): Promise<Readonly<Record<string, RegistryAuth>>> {
  const credentials: Record<string, RegistryAuth> = {};
  for (const registry of registriesOf(bases)) {
    const auth = await findRegistryAuth(registry, calls, signal);
    if (auth !== undefined) credentials[auth.serverAddress ?? registry] = auth;
  }
  return credentials;
}
