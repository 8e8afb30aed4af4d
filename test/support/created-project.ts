import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRegistry } from './package-registry.ts';

const run = promisify(execFile);

export interface CreatedProjectOptions {
  /** The folder of our tarballs. */
  readonly packs: string;
  readonly template: string;
  /** Variables of everything that is run in it. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A project that `npm create docktopus@latest` has made from our tarballs, as a stranger gets it. */
export async function createdProject({ packs, template, env: given = {} }: CreatedProjectOptions) {
  await using registry = await packageRegistry(packs);
  const parent = await mkdtemp(join(tmpdir(), 'docktopus-created-'));
  const folder = join(parent, 'my-service');
  const env = { ...outer(), npm_config_audit: 'false', npm_config_fund: 'false', ...given };
  const command = [
    'create',
    '--yes',
    'docktopus@latest',
    'my-service',
    '--',
    '--yes',
    '--template',
    template,
  ];
  await run('npm', command, { cwd: parent, env: { ...env, npm_config_registry: registry.url } });
  return {
    folder,
    /** Runs a script of the project to its end. */
    script: (name: string) => run('npm', ['run', '--silent', name], { cwd: folder, env }),
    /** Starts a script of the project that runs until it is stopped. */
    start(name: string) {
      const child = spawn('npm', ['run', '--silent', name], { cwd: folder, env, detached: true });
      const ended = once(child, 'close');
      let output = '';
      const heard = new Set<() => void>();
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text) => {
          output += text;
          for (const look of heard) look();
        });
      }
      return {
        /** Resolves with the match once the script has printed it. */
        says: (text: RegExp) =>
          new Promise<RegExpExecArray>((resolve, reject) => {
            const look = () => {
              const match = text.exec(output);
              if (match !== null) resolve(match);
            };
            heard.add(look);
            void ended.then(() =>
              reject(new Error(`'npm run ${name}' ended before it said ${text}:\n${output}`)),
            );
            look();
          }),
        /** Ctrl-C: the whole group gets it. */
        async [Symbol.asyncDispose]() {
          process.kill(-child.pid!, 'SIGINT');
          await ended;
        },
      };
    },
    [Symbol.asyncDispose]: () => rm(parent, { recursive: true, force: true }),
  };
}

/** The environment of a person: nothing of the test run's own, nor of the npm that may have started it. */
function outer(): NodeJS.ProcessEnv {
  const ours = /^(NODE_ENV|NODE_OPTIONS|VITEST.*|DOCKTOPUS_.*|npm_.*|FORCE_COLOR)$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}
