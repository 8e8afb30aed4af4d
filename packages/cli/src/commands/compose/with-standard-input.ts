import type { ComposeFile } from '@docktopus/compose';
import { usageFailure } from '../../output/index.ts';

/** The file name that means standard input, as in Docker Compose. */
const STDIN = '-';

/**
 * The files with their texts where `-` is one: what `read` gives.
 *
 * @throws CommandFailure when `-` is there twice, since standard input can be read once.
 */
export async function withStandardInput(
  files: readonly string[],
  read: () => Promise<string>,
): Promise<readonly ComposeFile[]> {
  if (!files.includes(STDIN)) return files;
  if (files.indexOf(STDIN) !== files.lastIndexOf(STDIN)) {
    throw usageFailure('standard input can be read once', 'Write -f - once');
  }
  const content = await read();
  return files.map((file) => (file === STDIN ? { name: 'stdin', content } : file));
}
