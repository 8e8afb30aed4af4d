import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureProgram } from './find-program.mjs';
import { freePort, says } from './redis.mjs';

/** Memory in the shape of a disk: syncs cost nothing there, and contracts do not pull the plug. */
const MEMORY = '/dev/shm';

/** A PostgreSQL of one's own on the loopback. @param {{ folder?: string }} [options] `folder` is where its files are */
export async function startPostgres({ folder: under = existsSync(MEMORY) ? MEMORY : tmpdir() } = {}) {
  const [server, initdb] = [ensureProgram('postgres', 'postgresql'), ensureProgram('initdb', 'postgresql')];
  const folder = mkdtempSync(join(under, 'docktopus-postgres-'));
  const as = serverUser();
  if (as !== undefined) chownSync(folder, as.uid, as.gid);
  const data = join(folder, 'data');
  const made = spawnSync(initdb, ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync'], {
    ...as,
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error?.message}`);
  const port = await freePort();
  const args = ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', folder, '-c', 'max_connections=500'];
  const running = spawn(server, args, { ...as, stdio: ['ignore', 'pipe', 'pipe'] });
  await says(running, 'ready to accept connections', server);
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    port,
    async [Symbol.asyncDispose]() {
      // Fast, without waiting for clients.
      running.kill('SIGQUIT');
      await once(running, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL does not run as root. */
function serverUser() {
  if (process.getuid?.() !== 0) return undefined;
  const id = (/** @type {string} */ flag) =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}
