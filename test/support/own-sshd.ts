import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureSshd } from '../../scripts/setup/sshd.mjs';

/** Why there can be no sshd here, or `undefined`. Under `CI=true` a missing one is a failure instead. */
export function sshdObstacle(): string | undefined {
  try {
    ensureSshd();
    return undefined;
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * An sshd of this test's own, on loopback, for the user that runs it: its keys, its settings and those of its client are
 * in a folder that goes with it, and nothing of the machine's `~/.ssh` is read or written.
 */
export class OwnSshd implements AsyncDisposable {
  /** `ssh://user@127.0.0.1:port` */
  readonly endpoint: string;
  /** To be first on the PATH: its `ssh` is the machine's, with the settings of this test. */
  readonly bin: string;
  readonly #program: string;
  readonly #folder: string;
  readonly #port: number;
  #server: ChildProcess | undefined;

  private constructor(program: string, folder: string, port: number) {
    this.#program = program;
    this.#folder = folder;
    this.#port = port;
    this.bin = join(folder, 'bin');
    this.endpoint = `ssh://${userInfo().username}@127.0.0.1:${port}`;
  }

  static async start(): Promise<OwnSshd> {
    const folder = await mkdtemp(join(tmpdir(), 'own-sshd-'));
    const sshd = new OwnSshd(ensureSshd(), folder, await freePort());
    await sshd.#prepare();
    await sshd.resume();
    return sshd;
  }

  /** The PATH with its `ssh` first. */
  get path(): string {
    return `${this.bin}${delimiter}${process.env.PATH}`;
  }

  /** Starts it, again after {@link kill}, on the same port; resolves when it listens. */
  async resume(): Promise<void> {
    this.#server = spawn(this.#program, ['-D', '-e', '-f', join(this.#folder, 'sshd_config')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    this.#server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000);
    });
    for (let attempt = 1; !(await listens(this.#port)); attempt += 1) {
      if (this.#server.exitCode !== null || attempt === 200) throw new Error(`sshd does not listen: ${said}`);
      await sleep(25);
    }
  }

  /** Ends it and every connection of it, at once. */
  async kill(): Promise<void> {
    const server = this.#server;
    if (server?.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    // A connection has other processes, which outlive the one that listens.
    const all = descendants(server.pid);
    server.kill('SIGKILL');
    for (const pid of all) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
    await ended;
  }

  /** The client gets another key, which the server does not know. */
  async changeClientKey(): Promise<void> {
    await rm(join(this.#folder, 'client_key'));
    await this.#makeKey('client_key');
  }

  /** The client knows no host any more. */
  async forgetHost(): Promise<void> {
    await writeFile(join(this.#folder, 'known_hosts'), '');
  }

  /** The clients that run now. */
  clients(): readonly number[] {
    return processes()
      .filter(({ command }) => command[0] === 'ssh' && command.includes(join(this.#folder, 'ssh_config')))
      .map(({ pid }) => pid);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true });
  }

  async #prepare(): Promise<void> {
    const inFolder = (name: string) => join(this.#folder, name);
    // Where sshd puts those whom it does not know yet; the package's service makes it.
    if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
    await this.#makeKey('host_key');
    await this.#makeKey('client_key');
    const publicKey = async (name: string) => (await readFile(inFolder(`${name}.pub`), 'utf8')).trim();
    await writeFile(inFolder('authorized_keys'), `${await publicKey('client_key')}\n`, { mode: 0o600 });
    await writeFile(inFolder('known_hosts'), `[127.0.0.1]:${this.#port} ${await publicKey('host_key')}\n`);
    // Everything else as it comes, above all MaxStartups.
    const server = [
      `Port ${this.#port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${inFolder('host_key')}`,
      `AuthorizedKeysFile ${inFolder('authorized_keys')}`,
      'PidFile none',
      'UsePAM no',
      'StrictModes no',
      'PermitRootLogin prohibit-password',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      // bash then leaves the user's .bashrc alone, which may do anything and take seconds.
      'SetEnv SHLVL=1',
    ];
    const client = [
      `IdentityFile ${inFolder('client_key')}`,
      'IdentitiesOnly yes',
      'IdentityAgent none',
      `UserKnownHostsFile ${inFolder('known_hosts')}`,
      'GlobalKnownHostsFile none',
      'StrictHostKeyChecking yes',
      'BatchMode yes',
    ];
    await writeFile(inFolder('sshd_config'), `${server.join('\n')}\n`);
    await writeFile(inFolder('ssh_config'), `${client.join('\n')}\n`);
    await mkdir(this.bin);
    await writeFile(
      join(this.bin, 'ssh'),
      `#!/bin/bash\nexec -a ssh /usr/bin/ssh -F ${inFolder('ssh_config')} "$@"\n`,
    );
    await chmod(join(this.bin, 'ssh'), 0o755);
  }

  async #makeKey(name: string): Promise<void> {
    const made = spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'own-sshd', '-f', name], {
      cwd: this.#folder,
      encoding: 'utf8',
    });
    if (made.status !== 0) throw new Error(`ssh-keygen: ${made.error?.message ?? made.stderr}`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listens(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    // Not yet: it is asked again.
    return false;
  } finally {
    socket.destroy();
  }
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: readonly string[];
}

function processes(): readonly Process[] {
  const { stdout } = spawnSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0]) => ({ pid, parent, command: commandOf(pid) }));
}

function commandOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

function descendants(root: number): readonly number[] {
  const all = processes();
  const of = (pid: number): readonly number[] =>
    all.filter(({ parent }) => parent === pid).flatMap((child) => [child.pid, ...of(child.pid)]);
  return of(root);
}
