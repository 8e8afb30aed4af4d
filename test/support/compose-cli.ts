import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where Debian keeps the packages of Docker Compose 2. */
const POOL = 'https://deb.debian.org/debian/pool/main/d/docker-compose';
const PROGRAM = 'usr/libexec/docker/cli-plugins/docker-compose';
const FOLDER = join(import.meta.dirname, '../../.cache/docker-compose');

/** A version of Docker Compose as Debian has it. */
export type ComposeVersion = '2.26.1-4' | '2.40.3-3';

/** Docker Compose as a program on its own. */
export interface ComposeCli {
  readonly path: string;
  /** Runs it in a folder, and resolves with what it wrote. */
  (folder: string, ...args: readonly string[]): Promise<string>;
}

/** A version of Docker Compose, fetched once and kept; or why there is none here. */
export async function composeCli(version: ComposeVersion): Promise<ComposeCli | string> {
  const folder = join(FOLDER, version);
  const path = join(folder, PROGRAM);
  try {
    if (!existsSync(path)) await unpack(version, folder);
  } catch (error) {
    return `Docker Compose ${version} cannot be had here: ${(error as Error).message}`;
  }
  const cli = async (cwd: string, ...args: readonly string[]) => {
    const { stdout, stderr } = await run(path, [...args], { cwd, timeout: 60_000 });
    return stdout + stderr;
  };
  return Object.assign(cli, { path });
}

async function unpack(version: ComposeVersion, folder: string): Promise<void> {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const url = `${POOL}/docker-compose_${version}_${architecture}.deb`;
  const response = await fetch(url.replace('https:', 'http:'), { signal: AbortSignal.timeout(60_000) });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  await mkdir(FOLDER, { recursive: true });
  const fresh = await mkdtemp(join(FOLDER, 'unpack-'));
  try {
    const archive = join(fresh, 'package.deb');
    await writeFile(archive, Buffer.from(await response.arrayBuffer()));
    await run('dpkg-deb', ['-x', archive, join(fresh, 'files')]);
    // Another test may have been faster.
    await rename(join(fresh, 'files'), folder).catch(() => undefined);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}
