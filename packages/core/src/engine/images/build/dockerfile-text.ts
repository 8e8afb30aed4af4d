import { join } from 'node:path';
import type { PackEntry } from '../../../archive/index.ts';
import { readIfThere } from '../../../host/index.ts';
import { IGNORE_FILE } from './context-entries.ts';

/** What the Dockerfile is called in a build whose folder has none. */
export const TEXT_NAME = '.docktopus.Dockerfile';

/** The entries of a build with a Dockerfile that is no file of the folder; `COPY` sees nothing of it. */
export async function withDockerfileText(
  entries: readonly PackEntry[],
  folder: string,
  text: string,
): Promise<readonly PackEntry[]> {
  const ignored = (await readIfThere(join(folder, IGNORE_FILE), 'images.build')) ?? IGNORE_FILE;
  return [
    ...entries.filter(({ name }) => name !== IGNORE_FILE),
    { name: IGNORE_FILE, content: Buffer.from(`${ignored}\n${TEXT_NAME}\n`), mode: 0o644 },
    { name: TEXT_NAME, content: Buffer.from(text), mode: 0o644 },
  ];
}
