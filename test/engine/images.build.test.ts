import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Container, connectDocker, type Docker } from '@docktopus/core';
import type { BuildImageOptions } from '@docktopus/core/engine';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { busyboxImage, engineEndpoint, uniqueName } from '../support/engine.ts';

let docker: Docker;
let folder: string;
let label: string;
beforeEach(async () => {
  docker = await connectDocker({ endpoint: engineEndpoint() });
  folder = await mkdtemp(join(tmpdir(), 'docktopus-build-'));
  label = uniqueName('build');
});
afterEach(async () => {
  const filters = { label: [label] };
  for (const { Id } of await docker.engine.listContainers({ all: true, filters })) {
    await docker.engine.removeContainer(Id, { force: true });
  }
  for (const { Id } of await docker.images.list({ filters })) await docker.images.remove(Id, { force: true });
  await docker.close();
  await rm(folder, { recursive: true });
});

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

const build = (options: BuildImageOptions = {}) =>
  docker.images.build(folder, { ...options, labels: { [label]: '', ...options.labels } });

/** What `command` prints in a container of the image. */
async function output(image: string, ...command: readonly string[]): Promise<readonly string[]> {
  const container = await Container.builder(docker, image)
    .labels({ [label]: '' })
    .pull('never')
    .cmd([...command])
    .create();
  await container.start({ waitForExit: true });
  const lines: string[] = [];
  for await (const { line } of container.logs()) lines.push(line);
  return lines;
}

test('from scratch, with names, labels and what the Dockerfile says', async () => {
  await write({ Dockerfile: 'FROM scratch\nCOPY hello /hello\nENV A=b\nLABEL x=y', hello: 'hi' });
  const name = `${label}:one`;
  const image = await build({ tags: [name, label], labels: { extra: '1' } });
  expect(image.Config).toMatchObject({
    Labels: { x: 'y', extra: '1', [label]: '' },
    Env: expect.arrayContaining(['A=b']),
  });
  expect(image.RepoTags?.toSorted()).toEqual([`${label}:latest`, name]);
  expect((await docker.images.inspect(name)).Id).toBe(image.Id);
});

test('the context is the folder without what .dockerignore names, links as links', async () => {
  await write({
    Dockerfile: `FROM ${busyboxImage()}\nCOPY . /context\nCMD ["find", "/context"]`,
    '.dockerignore': 'node_modules\n*.log\n!keep.log\nDockerfile',
    'node_modules/x/index.js': '',
    'a.log': '',
    'keep.log': '',
    'src/deep/er/file': '',
    'ünïcode and space': '',
    [`${'long-name-'.repeat(20)}/file`]: '',
  });
  await symlink('/etc/passwd', join(folder, 'link'));
  const image = await build();
  const found = await output(image.Id, 'find', '/context');
  expect(found.toSorted()).toEqual([
    '/context',
    '/context/.dockerignore',
    '/context/keep.log',
    '/context/link',
    `/context/${'long-name-'.repeat(20)}`,
    `/context/${'long-name-'.repeat(20)}/file`,
    '/context/src',
    '/context/src/deep',
    '/context/src/deep/er',
    '/context/src/deep/er/file',
    '/context/ünïcode and space',
  ]);
});

test('a build takes arguments, the stage to stop at, and a Dockerfile with another name', async () => {
  await write({
    'docker/app.Dockerfile': [
      `FROM ${busyboxImage()} AS first`,
      'ARG GREETING=none',
      'ENV GREETING=$GREETING',
      'FROM first AS second',
      'ENV SECOND=1',
    ].join('\n'),
  });
  const image = await build({
    dockerfile: 'docker/app.Dockerfile',
    args: { GREETING: 'hi & bye' },
    target: 'first',
  });
  expect(image.Config?.Env).toContain('GREETING=hi & bye');
  expect(image.Config?.Env).not.toContain('SECOND=1');
});

test('lines and steps are told as they come', async () => {
  await write({ Dockerfile: `FROM ${busyboxImage()}\nRUN echo one; echo two` });
  const lines: string[] = [];
  const steps: string[] = [];
  await build({
    noCache: true,
    onLine: (line) => lines.push(line),
    onStep: (step) => steps.push(step.instruction),
  });
  expect(lines).toEqual(expect.arrayContaining(['one', 'two']));
  expect(steps.slice(0, 2)).toEqual([`FROM ${busyboxImage()}`, 'RUN echo one; echo two']);
});

test('a step that fails is named, with its last lines and exit code, and nothing of it stays', async () => {
  await write({
    Dockerfile: `FROM ${busyboxImage()}\nRUN for i in $(seq 60); do echo line $i; done; exit 7\nRUN true`,
  });
  const failure = build({ noCache: true });
  await expect(failure).rejects.toMatchObject({
    code: 'image.build-failed',
    subject: folder,
    details: {
      step: { number: 2, instruction: expect.stringMatching(/^RUN for i/) },
      exitCode: 7,
      lastLines: Array.from({ length: 50 }, (_, line) => `line ${line + 11}`),
    },
  });
  await expect(failure).rejects.toThrow(
    /step 2\/\d \(RUN for i.*\) failed: .*returned a non-zero code: 7\. The last lines of its output:\n( {2}line \d+\n?){10}$/,
  );
});

test.each([
  ['an unknown instruction', 'FROM scratch\nCOPPY a b', /unknown instruction: COPPY/i],
  [
    'a file that is not there',
    'FROM scratch\nCOPY missing /x',
    /step 2\/\d \(COPY missing \/x\) failed: .*missing/,
  ],
  ['an empty Dockerfile', '', /empty/],
])('%s is a failed build', async (_what, dockerfile, message) => {
  await write({ Dockerfile: dockerfile });
  const failure = build();
  await expect(failure).rejects.toMatchObject({ code: 'image.build-failed' });
  await expect(failure).rejects.toThrow(message);
});

test('an invalid build is refused before anything is sent', async () => {
  await expect(build()).rejects.toMatchObject({ code: 'path.not-found' });
  await write({ Dockerfile: 'FROM scratch', '.dockerignore': '[' });
  await expect(build()).rejects.toMatchObject({ code: 'spec.invalid' });
  await expect(build({ dockerfile: '../Dockerfile' })).rejects.toMatchObject({ code: 'spec.invalid' });
});

test('a build that takes too long ends, and one that is aborted too', async () => {
  await write({ Dockerfile: `FROM ${busyboxImage()}\nRUN sleep 60` });
  await expect(build({ timeoutMs: 2000 })).rejects.toMatchObject({ code: 'timeout' });
  const controller = new AbortController();
  const aborted = build({
    signal: controller.signal,
    noCache: true,
    onStep: ({ number }) => number === 2 && controller.abort(),
  });
  await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
});

test('a context of 20 MB arrives whole', async () => {
  await write({ Dockerfile: `FROM ${busyboxImage()}\nCOPY big* /\nCMD ["md5sum", "/big", "/big2"]` });
  await writeFile(join(folder, 'big'), Buffer.alloc(10_000_001, 'x'));
  await cp(join(folder, 'big'), join(folder, 'big2'));
  const sums = await output((await build()).Id, 'md5sum', '/big', '/big2');
  expect(sums.map((line) => line.split(' ')[0])).toEqual(Array(2).fill(sums[0]?.split(' ')[0]));
  expect(await output((await build()).Id, 'wc', '-c', '/big')).toEqual(['10000001 /big']);
});

test('cache mounts and COPY --chmod are built by BuildKit, with steps and lines as ever', async (context) => {
  if (docker.version.engine === 'podman') context.skip('Podman has one builder');
  await write({
    Dockerfile: `FROM ${busyboxImage()}
RUN --mount=type=cache,target=/cache echo hello from a step && echo to stderr >&2
COPY --chmod=601 file /file
CMD ["stat", "-c", "%a", "/file"]`,
    file: 'x',
  });
  const lines: string[] = [];
  const steps: string[] = [];
  const image = await build({
    noCache: true,
    onLine: (line) => lines.push(line),
    onStep: ({ number, count, instruction }) => steps.push(`${number}/${count} ${instruction.split(' ')[0]}`),
  });
  expect(await output(image.Id)).toEqual(['601']);
  expect(steps).toEqual(['1/3 FROM', '2/3 RUN', '3/3 COPY']);
  expect(lines).toEqual(expect.arrayContaining(['hello from a step', 'to stderr']));
});

test('a step of BuildKit that fails is told with its number, exit code and last lines', async (context) => {
  if (docker.version.engine === 'podman') context.skip('Podman has one builder');
  await write({
    Dockerfile: `FROM ${busyboxImage()}
RUN --mount=type=tmpfs,target=/t echo what went wrong; exit 3`,
  });
  await expect(build({ noCache: true })).rejects.toMatchObject({
    code: 'image.build-failed',
    details: {
      step: { number: 2, count: 2, instruction: expect.stringMatching(/^RUN --mount/) },
      lastLines: ['what went wrong'],
      exitCode: 3,
    },
  });
});

test('secrets of a build are refused before anything is sent', async () => {
  await write({
    Dockerfile: `FROM ${busyboxImage()}\nRUN --mount=type=secret,id=token cat /run/secrets/token`,
  });
  await expect(build()).rejects.toMatchObject({
    code: 'engine.unsupported',
    reason: expect.stringContaining('RUN --mount=type=secret (line 2)'),
  });
});

test('a build gets the proxies of the Docker CLI as arguments, which a container made of it has as well', async () => {
  await write({
    'image/Dockerfile': `FROM ${busyboxImage()}\nRUN echo "$HTTP_PROXY|$http_proxy|$no_proxy" > /seen`,
    'config.json': JSON.stringify({
      proxies: { default: { httpProxy: 'http://p:1', noProxy: 'localhost' } },
    }),
  });
  await using proxied = await connectDocker({
    endpoint: engineEndpoint(),
    env: { ...process.env, DOCKER_CONFIG: folder },
  });
  const options = { labels: { [label]: '' }, args: { http_proxy: 'http://mine' } };
  const { Id } = await proxied.images.build(join(folder, 'image'), options);
  expect(await output(Id, 'cat', '/seen')).toEqual(['http://p:1|http://mine|localhost']);
  const builder = Container.builder(proxied, Id)
    .labels({ [label]: '' })
    .env({ NO_PROXY: '' });
  const container = await builder.cmd(['sh', '-c', 'echo "$HTTP_PROXY|$NO_PROXY|$no_proxy"']).create();
  await container.start({ until: 'exited' });
  const lines = [];
  for await (const { line } of container.logs()) lines.push(line);
  expect(lines).toEqual(['http://p:1||localhost']);
});
