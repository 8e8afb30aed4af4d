import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Docker } from '@docktopus/core';
import { type DebianPackage, withDependencies } from './debian-packages.ts';
import { runProgram } from './run-program.ts';

/** Options of `debianImage()`. */
export interface DebianImageOptions {
  /** The image's command. @default ['sh'] */
  readonly cmd?: readonly string[] | undefined;
  /** More lines of its Dockerfile: `['EXPOSE 6379']`. @default none */
  readonly dockerfile?: readonly string[] | undefined;
}

/** Changes when the way in which images are made does, so that old ones are not taken for new ones. */
const RECIPE = '1';

/**
 * Makes an image from packages of Debian and what they depend on, without a registry: they are fetched with apt and
 * unpacked, not installed. `busybox` is in it as well, for a shell. It is made once; later calls find it by its hash.
 *
 * @returns its reference.
 */
export async function debianImage(
  docker: Docker,
  names: readonly string[],
  options: DebianImageOptions = {},
): Promise<string> {
  if (docker.version.engine === 'fake') {
    throw new Error(`the fake engine runs no packages: say what ${names.join(', ')} does with fake.image()`);
  }
  const packages = await withDependencies([...names, 'busybox-static']);
  const dockerfile = dockerfileOf(options);
  const recipe = JSON.stringify([RECIPE, packages, dockerfile]);
  const hash = createHash('sha256').update(recipe).digest('hex').slice(0, 12);
  const reference = `docktopus/debian-${names.join('-').slice(0, 60)}:${hash}`;
  if (!(await docker.images.exists(reference))) await make(docker, packages, dockerfile, reference);
  return reference;
}

function dockerfileOf({ cmd = ['sh'], dockerfile = [] }: DebianImageOptions): string {
  const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const lines = [
    'FROM scratch',
    'ADD rootfs.tar /',
    `ENV PATH=${path}`,
    ...dockerfile,
    `CMD ${JSON.stringify(cmd)}`,
  ];
  return `${lines.join('\n')}\n`;
}

async function make(
  docker: Docker,
  packages: readonly DebianPackage[],
  dockerfile: string,
  reference: string,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'docktopus-image-'));
  try {
    const root = join(folder, 'rootfs');
    await unpack(packages, join(folder, 'packages'), root);
    await prepare(root);
    const context = join(folder, 'context');
    await mkdir(context);
    await runProgram('tar', [
      '-C',
      root,
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      '-cf',
      join(context, 'rootfs.tar'),
      '.',
    ]);
    await writeFile(join(context, 'Dockerfile'), dockerfile);
    await docker.images.build(context, { tags: [reference], labels: { 'docktopus.fixture': reference } });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function unpack(packages: readonly DebianPackage[], downloads: string, root: string): Promise<void> {
  await mkdir(downloads);
  await mkdir(root);
  // apt drops its rights for downloads, and says so when it may not write as its own user.
  const options = ['-q', '-o', 'APT::Sandbox::User=root', '-o', 'Acquire::Retries=3'];
  await runProgram(
    'apt-get',
    [...options, 'download', ...packages.map(({ name, version }) => `${name}=${version}`)],
    downloads,
  );
  for (const file of await readdir(downloads))
    await runProgram('dpkg-deb', ['-x', join(downloads, file), root]);
}

/** What packages take for granted: users, a place for temporary files, and the commands of a shell. */
async function prepare(root: string): Promise<void> {
  for (const name of ['bin', 'etc', 'root', 'run', 'var/lib', 'var/log'])
    await mkdir(join(root, name), { recursive: true });
  await mkdir(join(root, 'tmp'), { recursive: true, mode: 0o1777 });
  await writeFile(
    join(root, 'etc/passwd'),
    'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n',
  );
  await writeFile(join(root, 'etc/group'), 'root:x:0:\nnogroup:x:65534:\n');
  const busybox = (await exists(join(root, 'bin/busybox'))) ? '/bin/busybox' : '/usr/bin/busybox';
  const applets = (await runProgram(join(root, busybox), ['--list-full'])).trim().split('\n');
  for (const applet of applets) {
    const place = join(root, applet);
    if (applet.includes('/') && !(await exists(place))) {
      await mkdir(dirname(place), { recursive: true });
      await symlink(busybox, place);
    }
  }
}

async function exists(path: string): Promise<boolean> {
  const names = await readdir(dirname(path)).catch((): string[] => []);
  return names.includes(path.slice(path.lastIndexOf('/') + 1));
}
