import { existsSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { usageFailure } from '../../output/index.ts';

const NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const OVERRIDES = [
  'compose.override.yaml',
  'compose.override.yml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/**
 * The files of a project as Docker Compose finds them: those given with `-f`, those of `COMPOSE_FILE`, else the nearest
 * `compose.yaml` at or above `folder`, with its override.
 *
 * @throws CommandFailure when there is none.
 */
export function composeFiles(
  given: readonly string[],
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  if (given.length > 0) return given;
  if (env.COMPOSE_FILE)
    return env.COMPOSE_FILE.split(env.COMPOSE_PATH_SEPARATOR || (sep === '/' ? ':' : ';'));
  for (let current = resolve(folder); ; current = dirname(current)) {
    const file = firstIn(current, NAMES);
    const override = firstIn(current, OVERRIDES);
    if (file !== undefined) return override === undefined ? [file] : [file, override];
    if (current === dirname(current)) break;
  }
  throw usageFailure(
    `there is no ${NAMES[0]} in ${resolve(folder)} or above it`,
    'Name the file with -f, in front of the command: docktopus compose -f FILE up',
  );
}

function firstIn(folder: string, names: readonly string[]): string | undefined {
  return names.map((name) => join(folder, name)).find((path) => existsSync(path));
}
