import { parseEnvFile, parsePlainEnvFile } from '@docktopus/core/kit';
import type { Problems, TreeNode } from '../tree/index.ts';
import type { FileAccess } from './file-access.ts';

/** An env file and where it is named. */
export interface EnvFileReference {
  readonly path: string;
  readonly at?: TreeNode | undefined;
  /** `raw`: lines as `docker run --env-file` reads them. */
  readonly format?: string | undefined;
  readonly required?: boolean | undefined;
}

/**
 * The variables of env files, later ones over earlier ones. Within them, variables of `outside` come first,
 * then those above in the same file, then those of the files before it.
 */
export async function readEnvFiles(
  references: readonly EnvFileReference[],
  outside: ReadonlyMap<string, string>,
  files: FileAccess,
  problems: Problems,
  key: string,
): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  for (const { path, at, format, required = true } of references) {
    if (!required && !(await files.isFile(path))) continue;
    const text = await files.read(path, at, key);
    if (text === undefined) continue;
    const earlier = (name: string) => values.get(name);
    const file =
      format === 'raw'
        ? parsePlainEnvFile(text, (name) => outside.get(name) ?? earlier(name))
        : parseEnvFile(text, (name) => outside.get(name), earlier);
    for (const { line, problem } of file.problems) {
      problems.add(path, { file: path, line, column: 1 }, { got: problem, expected: 'NAME=value' });
    }
    for (const [name, value] of file.values) values.set(name, value);
  }
  return values;
}
