import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { pack } from '../../../archive/index.ts';
import { DocktopusError, invalid, printable } from '../../../errors/index.ts';
import { onHost } from '../../../host/index.ts';
import { type CallOptions, startDeadline } from '../../../scope/index.ts';
import type { EngineCalls } from '../../calls/engine-calls.ts';
import { findRegistryAuth } from '../auth/find-registry-auth.ts';
import type { RegistryAuth } from '../auth/registry-auth.ts';
import { registryConfigHeader } from '../auth/registry-headers.ts';
import type { ImageInspect } from '../image-inspect.ts';
import { imageName } from '../image-reference.ts';
import type { Advance } from '../progress/image-activities.ts';
import { nextProgress, noProgress } from '../progress/next-progress.ts';
import { readProgress } from '../read-progress.ts';
import { baseRegistries } from './base-registries.ts';
import { buildFailure } from './build-failure.ts';
import { BuildLog } from './build-log.ts';
import type { BuildImageOptions } from './build-options.ts';
import { contextEntries } from './context-entries.ts';
import { TEXT_NAME, withDockerfileText } from './dockerfile-text.ts';

const BUILD_MS = 1_800_000;

/** Builds the folder and returns the image. */
export async function buildImage(
  calls: EngineCalls,
  inspect: (reference: string, options?: CallOptions) => Promise<ImageInspect>,
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
  const credentials = await baseCredentials(content, calls, signal);
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
        query: buildQuery(dockerfile ?? TEXT_NAME, options),
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
  if (log.imageId !== undefined) return await inspect(log.imageId, { signal });
  throw new DocktopusError('engine.protocol', {
    operation,
    subject: folder,
    reason: 'the engine ended the build without saying what it has made',
  });
}

function buildQuery(dockerfile: string, options: BuildImageOptions): Readonly<Record<string, unknown>> {
  const { tags = [], args, target, labels, platform, noCache, pull, networkMode } = options;
  const { cacheFrom, extraHosts, shmSize } = options;
  return {
    dockerfile,
    t: tags.map(fullName),
    buildargs: args,
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
    // The builder that needs no session; every engine has it.
    version: '1',
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
  return onHost({ operation: 'images.build', path, to: 'read' }, () => readFile(path, 'utf8'));
}

/** What the Docker CLI knows of the registries that the base images come from. */
async function baseCredentials(
  text: string,
  calls: EngineCalls,
  signal: AbortSignal,
): Promise<Readonly<Record<string, RegistryAuth>>> {
  const credentials: Record<string, RegistryAuth> = {};
  for (const registry of baseRegistries(text)) {
    const auth = await findRegistryAuth(registry, calls, signal);
    if (auth !== undefined) credentials[auth.serverAddress ?? registry] = auth;
  }
  return credentials;
}
