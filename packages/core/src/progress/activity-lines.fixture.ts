import { nextProgress, noProgress, type ProgressLine } from '../engine/images/progress/next-progress.ts';
import type { ImageActivity } from '../engine/index.ts';

/** A pull that has begun and then heard `lines` of the engine. */
export function pulling(...lines: readonly ProgressLine[]): ImageActivity {
  const progress = lines.reduce(nextProgress, noProgress('redis:7.4'));
  return { id: 1, kind: 'pull', subject: 'redis:7.4', state: 'running', progress, elapsedMs: 0 };
}

/** Its states, line by line, from the first to the one in which `end` holds. */
export function statesOf(
  lines: readonly ProgressLine[],
  end: Partial<ImageActivity>,
): readonly ImageActivity[] {
  const states = [0, ...lines.keys()].map((_, count) => pulling(...lines.slice(0, count)));
  return [...states, { ...pulling(...lines), ...end }];
}

/** What Docker 20.10 says in a pull of two layers, one of which it has. */
export const pullLines: readonly ProgressLine[] = [
  { status: 'Pulling from library/redis', id: '7.4' },
  { status: 'Already exists', progressDetail: {}, id: 'ba9876543210' },
  { status: 'Pulling fs layer', progressDetail: {}, id: '0123456789ab' },
  { status: 'Downloading', progressDetail: { current: 1_000_000, total: 4_000_000 }, id: '0123456789ab' },
  { status: 'Retrying in 2 seconds', progressDetail: {}, id: '0123456789ab' },
  { status: 'Retrying in 1 second', progressDetail: {}, id: '0123456789ab' },
  { status: 'Downloading', progressDetail: { current: 3_000_000, total: 4_000_000 }, id: '0123456789ab' },
  { status: 'Verifying Checksum', progressDetail: {}, id: '0123456789ab' },
  { status: 'Download complete', progressDetail: {}, id: '0123456789ab' },
  { status: 'Extracting', progressDetail: { current: 65_536, total: 4_000_000 }, id: '0123456789ab' },
  { status: 'Pull complete', progressDetail: {}, id: '0123456789ab' },
  { status: 'Digest: sha256:5f2a' },
  { status: 'Status: Downloaded newer image for redis:7.4' },
] satisfies (ProgressLine & object)[];
