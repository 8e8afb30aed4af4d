import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Container,
  connectDocker,
  container,
  DockerContext,
  type ProgressFormat,
  showProgress,
} from '@docktopus/core';
import type { ImageActivity } from '@docktopus/core/engine';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { busyboxImage, engineEndpoint, uniqueName } from '../support/engine.ts';
import { REGISTRY_USER, Registry } from '../support/registry.ts';

let folder: string;

beforeEach(async () => {
  // Nothing of the developer's own log-ins.
  folder = await mkdtemp(join(tmpdir(), 'docktopus-progress-'));
  vi.stubEnv('DOCKER_CONFIG', folder);
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** A client whose images are removed in the end, and all that is shown of it. */
async function setup(format: ProgressFormat) {
  const docker = await connectDocker({ endpoint: engineEndpoint() });
  const output = collected();
  showProgress(docker, { format, stream: output });
  const label = uniqueName('progress');
  return {
    docker,
    label,
    output,
    async [Symbol.asyncDispose]() {
      const filters = { label: [label] };
      for (const { Id } of await docker.engine.listContainers({ all: true, filters })) {
        await docker.engine.removeContainer(Id, { force: true });
      }
      for (const { Id } of await docker.images.list({ filters })) {
        await docker.images.remove(Id, { force: true });
      }
      await docker.close();
    },
  };
}

function collected() {
  let text = '';
  return {
    write(more: string) {
      text += more;
      return true;
    },
    get text() {
      return text;
    },
    get lines() {
      return text
        .trimEnd()
        .replace(/\d+\.\d s/g, 'N s')
        .split('\n');
    },
  };
}

/** Puts an image with two layers, one of them new, into the registry as `reference`, and nowhere else. */
async function publish(reference: string, label: string, auth?: typeof REGISTRY_USER): Promise<void> {
  await using docker = await connectDocker({ endpoint: engineEndpoint() });
  await writeFile(join(folder, 'new'), randomBytes(2_000_000));
  await writeFile(join(folder, 'Dockerfile'), `FROM ${busyboxImage()}\nCOPY new /\nCMD ["sleep", "60"]\n`);
  await docker.images.build(folder, { tags: [reference], labels: { [label]: '' } });
  await docker.images.push(reference, { auth });
  // Containers of the build may still be on their way out.
  await docker.images.remove(reference, { force: true });
}

const pulled = (reference: string) => [
  `pull ${reference}: started`,
  expect.stringMatching(/: layer [0-9a-f]{12} done$/),
  expect.stringMatching(/: layer [0-9a-f]{12} done, 2\.0 MB$/),
  `pull ${reference}: done, 2.0 MB in N s`,
];

test('a create that pulls is shown, and two of one image are one pull', async (context) => {
  await using registry = await Registry.start(context);
  await using bench = await setup('plain');
  const { docker, label, output } = bench;
  const reference = `${registry.address}/${label}:1`;
  await publish(reference, label);
  const box = Container.builder(docker, reference).labels({ [label]: '' });
  await Promise.all([box.create(), box.create()]);
  expect(output.lines).toEqual(pulled(reference));
});

test('a context shows on stderr what its start pulls, as the setting says', async (context) => {
  await using registry = await Registry.start(context);
  await using bench = await setup('off');
  const { label } = bench;
  const reference = `${registry.address}/${label}:1`;
  await publish(reference, label);

  class Pulling extends DockerContext {
    @container((c) => c.image(reference).labels({ [label]: '' }))
    readonly box!: Container;
  }

  const stderr = collected();
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => stderr.write(String(text)));
  const config = { name: label, strict: 'off', shutdownGraceMs: 0, progress: 'plain' } as const;
  await using _ctx = await Pulling.connect({ endpoint: engineEndpoint(), config, cleanup: 'none' });
  vi.restoreAllMocks();
  expect(stderr.lines).toEqual(pulled(reference));
});

test('a build shows its steps, and neither its arguments nor its output', async () => {
  await using bench = await setup('plain');
  const { docker, label, output } = bench;
  await writeFile(
    join(folder, 'Dockerfile'),
    `FROM ${busyboxImage()}\nARG TOKEN\nRUN echo the token is $TOKEN\nENV TOKEN=$TOKEN\n`,
  );
  const options = { tags: [`${label}:1`], labels: { [label]: '' }, args: { TOKEN: 'hunter2' } };
  await docker.images.build(folder, options);
  expect(output.lines).toEqual([
    `build ${label}:1: started`,
    `build ${label}:1: step 1/5 FROM ${busyboxImage()}`,
    `build ${label}:1: step 2/5 ARG TOKEN`,
    `build ${label}:1: step 3/5 RUN echo the token is $TOKEN`,
    `build ${label}:1: step 4/5 ENV TOKEN=$TOKEN`,
    `build ${label}:1: step 5/5 LABEL ${label}=`,
    `build ${label}:1: done in N s`,
  ]);
});

test('a build that fails leaves its last line on the terminal and nothing below', async () => {
  await using bench = await setup('terminal');
  const { docker, label, output } = bench;
  await writeFile(join(folder, 'Dockerfile'), `FROM ${busyboxImage()}\nRUN sleep 0.3; false\n`);
  const options = { tags: [`${label}:1`], labels: { [label]: '' } };
  await expect(docker.images.build(folder, options)).rejects.toMatchObject({ code: 'image.build-failed' });
  expect(output.text).toContain(`build ${label}:1: step 2/3 RUN sleep 0.3; false\n`);
  expect(output.lines.at(-1)).toBe(`\x1b[1A\r\x1b[Jbuild ${label}:1: failed after N s`);
  expect(output.text).not.toContain('\x1b[?');
});

test.for<ProgressFormat>(['plain', 'json', 'terminal'])(
  'no password is shown as %s',
  async (format, context) => {
    await using bench = await setup(format);
    const { docker, label, output } = bench;
    await using registry = await Registry.start(context, { login: true });
    const reference = `${registry.address}/${label}:1`;
    await publish(reference, label, REGISTRY_USER);
    await expect(
      docker.images.pull(reference, { auth: { username: 'me', password: 'not-the-password' } }),
    ).rejects.toMatchObject({ code: 'image.unauthorized' });
    await docker.images.pull(reference, { auth: REGISTRY_USER });
    expect(output.text).toContain(reference);
    for (const secret of [REGISTRY_USER.password, 'not-the-password']) {
      expect(output.text).not.toContain(secret);
      expect(output.text).not.toContain(Buffer.from(secret).toString('base64').slice(0, -2));
    }
    if (format !== 'json') return;
    const activities = output.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ImageActivity);
    expect(activities.filter(({ state }) => state !== 'running')).toMatchObject([
      { kind: 'pull', subject: reference, state: 'failed' },
      {
        kind: 'pull',
        subject: reference,
        state: 'done',
        progress: { layers: [{ phase: 'done' }, { phase: 'done' }] },
      },
    ]);
  },
);
