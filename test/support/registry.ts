import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'vitest';
import { registryProgram } from '../../scripts/setup/registry-program.mjs';

/** Who may use a registry that asks. */
export const REGISTRY_USER = { username: 'me', password: 'blueprint' } as const;
/** The same as bcrypt, which is all that the registry reads. */
const HTPASSWD = 'me:$2b$04$Jz1CJ5u6KfcrEYk7l6/D5.2YDWY9RI2buGdv5K85VEP6NrypMfSgK\n';

/** Debian's docker-registry on a free loopback port, with everything in a separate folder. */
export class Registry implements AsyncDisposable {
  /** `'127.0.0.1:41234'`, which engines take without TLS. */
  readonly address: string;
  readonly #program: ChildProcess;
  readonly #folder: string;

  private constructor(address: string, program: ChildProcess, folder: string) {
    this.address = address;
    this.#program = program;
    this.#folder = folder;
  }

  /** Skips the test where there is no registry to start; in CI that fails it. */
  static async start(context: TestContext, { login = false } = {}): Promise<Registry> {
    let path: string;
    try {
      path = registryProgram();
    } catch (error) {
      if (process.env.CI === 'true') throw error;
      context.skip(`no image registry: ${error instanceof Error ? error.message : String(error)}`);
    }
    const folder = await mkdtemp(join(tmpdir(), 'registry-'));
    await writeFile(join(folder, 'htpasswd'), HTPASSWD);
    const config = join(folder, 'config.yml');
    await writeFile(config, configuration(folder, login));
    const program = spawn(path, ['serve', config], { stdio: ['ignore', 'ignore', 'pipe'] });
    return new Registry(await listening(program), program, folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exit = once(this.#program, 'exit');
    this.#program.kill('SIGKILL');
    await exit;
    await rm(this.#folder, { recursive: true });
  }
}

function configuration(folder: string, login: boolean): string {
  const auth = login ? `auth: { htpasswd: { realm: test, path: ${folder}/htpasswd } }` : '';
  return `
version: 0.1
log: { level: info, formatter: text }
storage: { filesystem: { rootdirectory: ${folder}/data }, delete: { enabled: true } }
http: { addr: '127.0.0.1:0' }
${auth}
`;
}

async function listening(program: ChildProcess): Promise<string> {
  if (program.stderr === null) throw new Error('the registry has no stderr');
  const lines = createInterface(program.stderr);
  const said: string[] = [];
  for await (const line of lines) {
    said.push(line);
    const address = /listening on (127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (address === undefined) continue;
    // It goes on talking, and must not wait for a reader.
    program.stderr.resume();
    return address;
  }
  throw new Error(`the registry ended before it listened:\n${said.join('\n')}`);
}
