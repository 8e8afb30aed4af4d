import { DocktopusError, isDocktopusError, warn } from '../../errors/index.ts';
import type { EngineCalls } from '../calls/engine-calls.ts';
import { findRegistryAuth } from './auth/find-registry-auth.ts';
import { registryAuthHeader } from './auth/registry-headers.ts';
import { imageName } from './image-reference.ts';
import type { PullOptions } from './images.ts';
import { nextProgress, noProgress, type ProgressLine } from './progress/next-progress.ts';
import type { PullProgress } from './progress/pull-progress.ts';
import { readProgress } from './read-progress.ts';
import { retryPull } from './retry-pull.ts';

type How = Pick<PullOptions, 'platform' | 'auth'>;

/** A pull, from its request to the end of its stream; again when the engine's way to the registry fails. */
export async function pullImage(
  calls: EngineCalls,
  reference: string,
  how: How,
  signal: AbortSignal,
  onProgress: (progress: PullProgress) => void,
): Promise<void> {
  let progress = noProgress(reference);
  const tell = (news: PullProgress) => {
    progress = news;
    onProgress(progress);
  };
  await retryPull(
    () => pullOnce(calls, reference, how, signal, (line) => tell(nextProgress(progress, line))),
    signal,
    (message) => {
      tell({ ...progress, message });
      warn(`pull of ${reference}: ${message}`, 'DOCKTOPUS_PULL_RETRY');
    },
  );
}

async function pullOnce(
  calls: EngineCalls,
  reference: string,
  { platform, auth }: How,
  signal: AbortSignal,
  onLine: (line: ProgressLine) => void,
): Promise<void> {
  const call = {
    operation: 'images.pull',
    subject: reference,
    notFound: 'image.not-found',
    options: { signal },
    defaultMs: Number.POSITIVE_INFINITY,
  } as const;
  const { repository, tag, registry } = imageName(reference, call.operation);
  try {
    const credentials = auth ?? (await findRegistryAuth(registry, calls, signal));
    const query = { fromImage: repository, tag, platform };
    const headers = registryAuthHeader(credentials);
    await readProgress(calls, call, { method: 'POST', path: '/images/create', query, headers }, onLine);
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
