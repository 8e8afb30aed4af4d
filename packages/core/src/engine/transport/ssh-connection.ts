import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import type { SshEndpoint } from '../endpoint/endpoint.ts';
import { sshArguments } from './ssh-arguments.ts';
import { SshLoginLimiter } from './ssh-login-limiter.ts';

const STDERR_KEPT = 2_000;

/** How long an ssh that takes no more input may go on saying why, in milliseconds. */
const LAST_WORDS_MS = 1_000;

/**
 * A connection through the system's own ssh client, as the Docker CLI opens it:
 * `ssh … docker system dial-stdio`. Keys, agents, jump hosts and known hosts are ssh's business.
 */
class SshConnection extends Duplex {
  readonly #endpoint: SshEndpoint;
  readonly #logins: SshLoginLimiter;
  /** Absent until it is its turn. */
  #ssh: ChildProcessWithoutNullStreams | undefined;
  #holdsProcess = true;
  #stderr = '';

  constructor(endpoint: SshEndpoint, logins: SshLoginLimiter) {
    super({ allowHalfOpen: true });
    this.#endpoint = endpoint;
    this.#logins = logins;
  }

  override _construct(done: (error?: Error) => void): void {
    this.#logins
      .pass()
      .then((leave) => {
        if (this.destroyed) leave();
        else this.#start(leave);
        done();
      })
      .catch(done);
  }

  /** @param connected is called when the other side has said something, or never will. */
  #start(connected: () => void): void {
    const ssh = spawn('ssh', sshArguments(this.#endpoint), { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#ssh = ssh;
    const { stdin, stdout, stderr } = ssh;
    ssh.once('error', (cause) => this.destroy(notRun(cause)));
    ssh.once('close', (exitCode) => this.#onExit(exitCode));
    this.once('close', connected);
    stdout.once('data', connected);
    // A broken pipe is often seen before what ssh wrote about it, and always before its exit code.
    stdin.on('error', (error) => this.#destroyAfterLastWords(error));
    stdout.on('error', (error) => this.destroy(error));
    stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) stdout.pause();
    });
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_KEPT);
    });
    if (!this.#holdsProcess) this.unref();
  }

  override _read(): void {
    this.#ssh?.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#ssh?.stdin.write(chunk, unlessFailed(done));
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#ssh?.stdin.end(unlessFailed(done));
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#ssh?.kill();
    done(error);
  }

  // What node:http's connection pool asks of a connection.
  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  ref(): this {
    this.#holdsProcess = true;
    this.#ssh?.ref();
    for (const pipe of this.#pipes()) pipe.ref?.();
    return this;
  }

  unref(): this {
    this.#holdsProcess = false;
    this.#ssh?.unref();
    for (const pipe of this.#pipes()) pipe.unref?.();
    return this;
  }

  #pipes(): readonly Partial<Pick<NodeJS.Timeout, 'ref' | 'unref'>>[] {
    const { stdin, stdout, stderr } = this.#ssh ?? {};
    // The pipes of a child are sockets, which its types do not say.
    return [stdin, stdout, stderr].filter(
      (pipe) => pipe !== undefined,
    ) as unknown as Partial<NodeJS.Timeout>[];
  }

  #onExit(exitCode: number | null): void {
    if (exitCode === 0) this.push(null);
    else this.destroy(this.#said(`ssh ended with exit code ${exitCode}`));
  }

  #destroyAfterLastWords(error: Error): void {
    const timer = setTimeout(() => this.destroy(this.#said(error.message)), LAST_WORDS_MS);
    this.once('close', () => clearTimeout(timer));
  }

  #said(reason: string): Error {
    const said = this.#stderr.trim();
    return Object.assign(new Error(said === '' ? reason : `${reason}: ${said}`), { code: 'ESSH' });
  }
}

function notRun(cause: NodeJS.ErrnoException): Error {
  const reason = cause.code === 'ENOENT' ? 'is not on the PATH' : `cannot be run (${cause.code})`;
  return Object.assign(new Error(`the program ssh ${reason}`, { cause }), { code: 'ESSH' });
}

// `done(error)` would end the connection with `EPIPE` before ssh has said its reason.
function unlessFailed(done: () => void): (error?: Error | null) => void {
  return (error) => {
    if (!error) done();
  };
}

/** Opens connections through ssh, whose logins are limited together. */
export function sshConnections(endpoint: SshEndpoint): () => Duplex {
  const logins = new SshLoginLimiter();
  return () => new SshConnection(endpoint, logins);
}
