import { startDeadline } from '../../scope/index.ts';
import type { EngineCalls } from '../calls/engine-calls.ts';
import { findRegistryAuth } from './auth/find-registry-auth.ts';
import { registryAuthHeader } from './auth/registry-headers.ts';
import { imageName } from './image-reference.ts';
import type { PushOptions } from './images.ts';
import type { Advance } from './progress/image-activities.ts';
import { nextProgress, noProgress, type ProgressLine } from './progress/next-progress.ts';
import { readProgress } from './read-progress.ts';

const PUSH_MS = 600_000;

/** Pushes `reference` to its registry, and says under which digest it is there. */
export async function pushImage(
  calls: EngineCalls,
  reference: string,
  advance: Advance,
  { auth, onProgress, ...options }: PushOptions = {},
): Promise<{ readonly digest: string | undefined }> {
  const operation = 'images.push';
  const { repository, tag, registry } = imageName(reference, operation);
  using deadline = startDeadline(options, PUSH_MS, operation, reference);
  const { signal } = deadline;
  const credentials = auth ?? (await findRegistryAuth(registry, calls, signal));
  let progress = noProgress(reference);
  let digest: string | undefined;
  const call = {
    operation,
    subject: reference,
    notFound: 'image.not-found',
    options: { ...options, ...deadline.rest() },
  } as const;
  await readProgress(
    calls,
    call,
    {
      method: 'POST',
      path: `/images/${repository}/push`,
      query: { tag },
      // Engines want the header even when there is nothing to say in it.
      headers: registryAuthHeader(credentials),
    },
    (line) => {
      digest = (line.aux as { Digest?: string } | undefined)?.Digest ?? digest;
      progress = nextProgress(progress, line as ProgressLine);
      advance({ progress });
      onProgress?.(progress);
    },
  );
  return { digest };
}
