import type { Readable } from 'node:stream';
import type { CallOptions } from '../../scope/index.ts';
import type { EngineCalls } from '../calls/engine-calls.ts';
import { readProgress } from './read-progress.ts';

const LOAD_MS = 600_000;

/** Loads the archive and returns the names, or ids where there are none, of the images in it. */
export async function loadImages(
  calls: EngineCalls,
  archive: Readable | Buffer,
  options?: CallOptions,
): Promise<readonly string[]> {
  const call = { operation: 'images.load', options, defaultMs: LOAD_MS };
  const loaded: string[] = [];
  await readProgress(
    calls,
    call,
    { method: 'POST', path: '/images/load', query: { quiet: true }, body: archive },
    ({ stream }) => {
      const name =
        typeof stream === 'string' ? /^Loaded image(?: ID)?(?:\(s\))?: (.+)$/m.exec(stream)?.[1] : undefined;
      if (name !== undefined) loaded.push(...name.trim().split(/,\s*/));
    },
  );
  return loaded;
}
