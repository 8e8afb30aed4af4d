import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureProgram } from './find-program.mjs';

/**
 * A Redis of one's own on the loopback, with an append-only file.
 *
 * @param {{ appendfsync?: 'always' | 'everysec', args?: readonly string[], host?: string, wrap?: readonly string[] }} [options]
 *   `wrap` is what the server is started with, such as `ip netns exec …`
 */
export async function startRedis({
  appendfsync = 'everysec',
  args = [],
  host = '127.0.0.1',
  wrap = [],
} = {}) {
  const program = ensureProgram('redis-server', 'redis-server');
  const folder = mkdtempSync(join(tmpdir(), 'docktopus-redis-'));
  const port = await freePort();
  const options = ['--port', `${port}`, '--bind', host, '--dir', folder, '--save', '', '--appendonly', 'yes'];
  const [command = program, ...before] = [...wrap, program];
  const start = async () => {
    const server = spawn(command, [...before, ...options, '--appendfsync', appendfsync, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await says(server, 'accept connections', program);
    return server;
  };
  let server = await start();
  return {
    url: `redis://${host}:${port}`,
    port,
    /** Ends it without a word, as the system does when memory is short. */
    async kill() {
      server.kill('SIGKILL');
      await once(server, 'exit');
    },
    async restart() {
      server = await start();
    },
    async [Symbol.asyncDispose]() {
      if (server.exitCode === null && server.signalCode === null) {
        server.kill('SIGKILL');
        await once(server, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @returns {Promise<number>} */
export async function freePort() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/**
 * Resolves when a program has said `text`; rejects when it ends first.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} text
 * @param {string} program
 */
export async function says(child, text, program) {
  let said = '';
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${program} exited with ${code}: ${said.slice(-500)}`)));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        said += String(chunk);
        if (said.includes(text)) resolve(undefined);
      });
    }
  });
  child.removeAllListeners('exit');
}
