import { invalid, warn } from '../errors/index.ts';
import { readIfThere } from '../host/index.ts';
import { parseEnvFile, type Variables } from '../text/index.ts';
import type { ConfigSource } from './config-source.ts';
import { environmentSource } from './environment-source.ts';

/**
 * Reads a file of variables as Compose does; `undefined` if there is none.
 *
 * @param variables what `${NAME}` in a value stands for before the lines above it.
 * @param named whether somebody has named the file, so that it must be there.
 * @throws DocktopusError `config.invalid` with every line that cannot be read, never with a value.
 */
export async function envFileSource(
  path: string,
  prefix: string,
  variables: Variables,
  named: boolean,
): Promise<ConfigSource | undefined> {
  const text = await readIfThere(path, 'config');
  if (text === undefined) {
    if (!named) return undefined;
    throw invalid('config.invalid', 'config', [
      { path: 'envFile', got: path, expected: 'a file of variables', because: 'there is no such file' },
    ]);
  }
  const { values, problems, unset } = parseEnvFile(text, variables);
  if (problems.length > 0) {
    const issues = problems.map(({ line, problem }) => ({
      path: `${path}:${line}`,
      got: 'a line that cannot be read',
      expected: 'NAME=value',
      // The words that the problem quotes may be a part of a secret.
      because: problem.replace(/^"(?:[^"\\]|\\.)*"/, 'the value has a $ that'),
    }));
    throw invalid('config.invalid', 'config', issues);
  }
  if (unset.length > 0) {
    warn(
      `${path}: ${unset.join(', ')} has no value and counts as empty; write \\$ for a dollar sign`,
      'DOCKTOPUS_ENV_FILE',
    );
  }
  return environmentSource(path, Object.fromEntries(values), prefix);
}
