import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Docker } from '@docktopus/core';

const run = promisify(execFile);

/** An image with nothing but this node and the libraries that it is linked with. @returns its reference */
export async function nodeImage(docker: Docker): Promise<string> {
  const reference = `docktopus/node:${process.version.slice(1)}`;
  if (await docker.images.exists(reference)) return reference;
  const folder = await mkdtemp(join(tmpdir(), 'docktopus-node-'));
  try {
    for (const library of await librariesOf(process.execPath)) await copyInto(folder, library, library);
    await copyInto(folder, process.execPath, '/usr/local/bin/node');
    await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY . /\nENV PATH=/usr/local/bin\n');
    await docker.images.build(folder, { tags: [reference], labels: { 'docktopus.fixture': reference } });
    return reference;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** `libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x…)`, and the loader: `/lib64/ld-linux-x86-64.so.2 (0x…)`. */
async function librariesOf(program: string): Promise<readonly string[]> {
  const { stdout } = await run('ldd', [program]);
  return [...stdout.matchAll(/(?:=> |^\t)(\/\S+) \(0x/gm)].map(([, path = '']) => path);
}

async function copyInto(root: string, source: string, path: string): Promise<void> {
  const target = join(root, path);
  await mkdir(dirname(target), { recursive: true });
  await cp(source, target, { dereference: true });
}
