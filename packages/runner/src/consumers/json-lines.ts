import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { checkArguments, type HostAccess, hostError, onHost, readText } from '@docktopus/core/kit';
import type { JobResult } from '../job/index.ts';
import type { Consumer } from './consumer.ts';
import { resultRecord } from './result-record.ts';

/**
 * Appends each result to a file, one JSON object per line. Results that come while the disk is busy are written
 * together; the file is synced when the runner stops.
 */
export function jsonLines(path: string): Consumer {
  checkArguments({ path }, { path: readText }, 'jsonLines', undefined, 'runner.invalid');
  const access: HostAccess = { operation: 'jsonLines', path, to: 'write' };
  let file: WriteStream | undefined;
  return {
    name: `jsonLines ${path}`,
    open: async () => {
      file = createWriteStream(path, { flags: 'a', flush: true });
      await onHost(access, () => once(file as WriteStream, 'open'));
      // Each write reports its failure; without a listener the stream would end the process as well.
      file.on('error', () => undefined);
    },
    consume: (result) => write(file, result, access),
    close: async () => {
      if (file === undefined) return;
      if (file.errored) throw hostError(file.errored, access);
      file.end();
      await once(file, 'close');
    },
  };
}

/** Waits only when the stream asks to: its own buffer is the batch. */
function write(
  file: WriteStream | undefined,
  result: JobResult,
  access: HostAccess,
): Promise<void> | undefined {
  const line = `${JSON.stringify(resultRecord(result))}\n`;
  if (file === undefined || file.errored)
    throw hostError(file?.errored ?? new Error('the file is not open'), access);
  if (file.write(line)) return undefined;
  return once(file, 'drain').then(() => undefined);
}
