import { dirname, join } from 'node:path';
import type Dockerode from 'dockerode';
import { DocktopusError } from '../../errors/index.ts';

export type DockerodeClass = typeof Dockerode;

/**
 * Loads dockerode, at once and from disk, when somebody first wants it: as the dependency of the `@docktopus/core`
 * that lies in the application's `node_modules`, or else as the application's own, which is the way for a bundle.
 *
 * No bundler follows a `require` that is made at run time, so an application in one file holds none of dockerode and of
 * the native modules behind it.
 *
 * @throws DocktopusError `engine.unsupported` when it is not installed, or cannot be loaded.
 */
export function loadDockerode(folders: readonly string[] = applicationFolders()): DockerodeClass {
  for (const folder of folders) {
    const path = findDockerode(folder);
    if (path === undefined) continue;
    try {
      return requireFrom(path)(path) as DockerodeClass;
    } catch (cause) {
      throw missing(`${path} cannot be loaded: ${(cause as Error).message}`, 'Install it again', cause);
    }
  }
  throw missing(
    `dockerode is not installed in ${folders.join(' or ')}`,
    'Install it beside the bundle with `npm install dockerode`, or use docker.request() and docker.engine, which need no package',
  );
}

/** Where the program's main file is, and where it was started. */
function applicationFolders(): readonly string[] {
  const main = process.argv[1];
  return [...new Set([...(main === undefined ? [] : [dirname(main)]), process.cwd()])];
}

function findDockerode(folder: string): string | undefined {
  const application = requireFrom(join(folder, 'application.js'));
  const core = resolved(application, '@docktopus/core/package.json');
  const ofCore = core === undefined ? undefined : resolved(requireFrom(core), 'dockerode');
  return ofCore ?? resolved(application, 'dockerode');
}

/** The module is not imported, because some bundlers look for what it requires, and warn when they cannot tell. */
function requireFrom(file: string): NodeJS.Require {
  return process.getBuiltinModule('node:module').createRequire(file);
}

function resolved(require: NodeJS.Require, specifier: string): string | undefined {
  try {
    return require.resolve(specifier);
  } catch {
    // Not there; the next place may have it.
    return undefined;
  }
}

function missing(reason: string, hint: string, cause?: unknown): DocktopusError {
  return new DocktopusError('engine.unsupported', { operation: 'docker.dockerode', reason, hint, cause });
}
