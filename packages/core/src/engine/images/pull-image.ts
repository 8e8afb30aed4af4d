import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import type { EngineCalls } from '../calls/engine-calls.ts';
import { findRegistryAuth } from './auth/find-registry-auth.ts';
import { registryAuthHeader } from './auth/registry-headers.ts';
import { imageName } from './image-reference.ts';
import type { PullOptions } from './images.ts';
import { nextProgress, noProgress, type ProgressLine } from './progress/next-progress.ts';
import type { PullProgress } from './progress/pull-progress.ts';
import { readProgress } from './read-progress.ts';

/** One pull, from its request to the end of its stream. */
export async function pullImage(
  calls: EngineCalls,
  reference: string,
  { platform, auth }: Pick<PullOptions, 'platform' | 'auth'>,
  signal: AbortSignal,
  onProgress: (progress: PullProgress) => void,
): Promise<void> {
  const call = {
    operation: 'images.pull',
    subject: reference,
    notFound: 'image.not-found',
    options: { signal },
    defaultMs: Number.POSITIVE_INFINITY,
  } as const;
  const { repository, tag, registry } = imageName(reference, call.operation);
  let progress = noProgress(reference);
  try {
    const credentials = auth ?? (await findRegistryAuth(registry, calls.env, signal));
    const query = { fromImage: repository, tag, platform };
    await readProgress(
      calls,
      call,
      { method: 'POST', path: '/images/create', query, headers: registryAuthHeader(credentials) },
      (line) => {
        progress = nextProgress(progress, line as ProgressLine);
        onProgress(progress);
      },
    );
  } catch (error) {
    throw isDocktopusError(error, 'engine.failed') ? pullFailed(reference, error) : error;
  }
}

function pullFailed(reference: string, cause: DocktopusError): DocktopusError {
  return new DocktopusError('image.pull-failed', {
    operation: 'images.pull',
    subject: reference,
    reason: cause.reason,
    hint: 'Check the registry and the network of the engine',
    cause,
    details: cause.details,
  });
}
