import { randomBytes } from 'node:crypto';
import { deployDockerfile } from '@docktopus/compose';
import { isDocktopusError, printPlan } from '@docktopus/core';
import { filter, firstValueFrom } from 'rxjs';
import { expect, test, vi } from 'vitest';
import { ComposeBox } from '../support/compose-box.ts';
import { busyboxImage } from '../support/engine.ts';

const WAITING = `["sh", "-c", "trap exit TERM; while :; do sleep 60 & wait $$!; done"]`;

const SHOP = `
services:
  web:
    image: IMAGE
    command: ${WAITING}
    depends_on: { db: { condition: service_healthy } }
    environment: { GREETING: hello }
  db:
    image: IMAGE
    command: ${WAITING}
    volumes: [data:/data, /scratch]
    healthcheck: { test: ["CMD", "true"], interval: 1s }
    labels: { tier: back }
volumes: { data: }
`;

async function failureOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isDocktopusError(error)) throw new Error(`expected a DocktopusError, got ${String(error)}`);
  return error;
}

test('a project comes up in the order of its dependencies, and coming up again takes no step', async () => {
  await using box = await ComposeBox.with({ 'compose.yaml': SHOP });
  const shop = await box.project();
  const planned = printPlan(await shop.plan());
  expect(await box.containers()).toEqual(new Map());
  expect(printPlan(await shop.up())).toBe(planned);
  expect([...(await box.containers()).keys()]).toEqual([`${box.name}-db-1`, `${box.name}-web-1`]);
  expect(await box.networks()).toEqual([`${box.name}_default`]);
  expect(await box.volumes()).toEqual([`${box.name}_data`]);
  const [db] = shop.service('db').containers;
  const [web] = shop.service('web').containers;
  expect((await db!.until('healthy')).startedAt!.getTime()).toBeLessThan(
    (await web!.until('running')).startedAt!.getTime(),
  );
  expect(await shop.up()).toEqual([]);
  expect((await shop.service('web').exec(['sh', '-c', 'echo $GREETING'])).stdout).toBe('hello\n');
});

test('only what has changed is replaced, and anonymous volumes are kept', async () => {
  await using box = await ComposeBox.with({ 'compose.yaml': SHOP });
  const before = await box.project();
  await before.up();
  const ids = await box.containers();
  await before.service('db').exec(['sh', '-c', 'echo kept > /scratch/file']);
  await box.write({ 'compose.yaml': SHOP.replace('tier: back', 'tier: front') });
  const after = await box.project();
  const plan = printPlan(await after.up());
  expect(plan).toContain('create db-1: its configuration has changed');
  expect(plan).not.toContain('web-1');
  const now = await box.containers();
  expect(now.get(`${box.name}-web-1`)).toBe(ids.get(`${box.name}-web-1`));
  expect(now.get(`${box.name}-db-1`)).not.toBe(ids.get(`${box.name}-db-1`));
  expect((await after.service('db').exec(['cat', '/scratch/file'])).stdout).toBe('kept\n');
  expect([...now.keys()]).toHaveLength(2);
});

test('however far a replacement has come, the next up brings it to its end', async () => {
  const file = (tier: string) =>
    `services: { a: { image: IMAGE, command: ${WAITING}, labels: { tier: ${tier} }, volumes: [/scratch] } }`;
  await using box = await ComposeBox.with({ 'compose.yaml': file('0') });
  await (await box.project()).up();
  await (await box.project()).up();
  for (const steps of [1, 2, 3, 4]) {
    await box.write({ 'compose.yaml': file(String(steps)) });
    const broken = await box.project();
    const plan = await broken.plan();
    expect(plan.map(({ op }) => op)).toEqual(['create', 'stop', 'remove', 'rename', 'start']);
    await broken.up({ plan: plan.slice(0, steps) });
    const next = await box.project();
    await next.up();
    expect([...(await box.containers()).keys()]).toEqual([`${box.name}-a-1`]);
    expect(await next.service('a').containers[0]!.status()).toBe('running');
    expect(await next.up()).toEqual([]);
  }
});

test('a service is scaled up and down, and its status follows', async () => {
  await using box = await ComposeBox.with({
    'compose.yaml': `services: { a: { image: IMAGE, command: ${WAITING} } }`,
  });
  const project = await box.project();
  const service = project.service('a');
  await project.up();
  await service.scale(3);
  expect([...(await box.containers()).keys()]).toEqual([1, 2, 3].map((n) => `${box.name}-a-${n}`));
  expect(await firstValueFrom(service.status$)).toBe('running');
  expect(await project.up()).toEqual([]);
  await service.scale(1);
  expect([...(await box.containers()).keys()]).toEqual([`${box.name}-a-1`]);
  const stopped = firstValueFrom(service.status$.pipe(filter((status) => status === 'stopped')));
  await service.containers[0]!.stop();
  await stopped;
  expect(printPlan(await project.up())).toBe('start a-1: it is exited');
});

test('down removes containers and networks, and volumes only on request', async () => {
  await using box = await ComposeBox.with({ 'compose.yaml': SHOP });
  const shop = await box.project();
  await shop.up();
  await shop.down();
  expect([await box.containers(), await box.networks()]).toEqual([new Map(), []]);
  expect(await box.volumes()).toEqual([`${box.name}_data`]);
  expect(shop.service('db').containers).toEqual([]);
  await shop.down({ volumes: true });
  expect(await box.volumes()).toEqual([]);
});

test('configs, secrets, hooks, ports and logs of a service work', async () => {
  const secret = randomBytes(8).toString('hex');
  await using box = await ComposeBox.with({
    'file.txt': 'from a file',
    'compose.yaml': `
services:
  web:
    image: IMAGE
    command: ["sh", "-c", "cat /text /file /run/secrets/token > /all; echo ready; httpd -f -p 80"]
    configs: [text, file]
    secrets: [token]
    ports: ["127.0.0.1::80"]
    post_start: [{ command: ["sh", "-c", "echo $$WHO > /hook"], environment: { WHO: hook } }]
configs: { text: { content: "text " }, file: { file: ./file.txt } }
secrets: { token: { environment: TOKEN } }
`,
  });
  const project = await box.project({ env: { TOKEN: secret } });
  await project.up({ wait: true });
  const web = project.service('web');
  expect((await web.exec(['cat', '/all', '/hook'])).stdout).toBe(`text from a file${secret}hook\n`);
  const { host, port } = await web.port(80);
  await vi.waitFor(async () => expect((await fetch(`http://${host}:${port}/all`)).status).toBe(200));
  const lines = [];
  for await (const { container, line } of web.logs()) lines.push([container, line]);
  expect(lines).toEqual([['web-1', 'ready']]);
  expect(JSON.stringify(await web.containers[0]!.inspect())).not.toContain(secret);
});

test('an image is built from a text, with arguments, and the folder’s .dockerignore', async () => {
  await using box = await ComposeBox.with({
    'context/kept.txt': 'kept',
    'context/left.txt': 'left',
    'context/.dockerignore': 'left.txt\n',
    'compose.yaml': `
services:
  built:
    build:
      context: ./context
      args: { WHO: world }
      dockerfile_inline: |
        FROM IMAGE AS one
        ARG WHO
        WORKDIR /app
        COPY . .
        RUN echo "hello $$WHO" > /greeting
    command: ["sh", "-c", "cat /greeting; ls -A /app"]
`,
  });
  const project = await box.project();
  const image = `${box.name}-built`;
  try {
    expect((await project.plan())[0]).toMatchObject({
      id: 'build built',
      cause: 'there is no such image yet',
    });
    await project.up();
    await project.service('built').containers[0]!.wait();
    const lines = [];
    for await (const { line } of project.service('built').logs()) lines.push(line);
    expect(lines).toEqual(['hello world', '.dockerignore', 'kept.txt']);
    expect((await project.plan()).map(({ id }) => id)).toEqual(['start built-1']);
  } finally {
    await project.down();
    await box.docker.images.remove(image, { force: true });
  }
});

test('a dependency that fails keeps what waits for it from starting', async () => {
  await using box = await ComposeBox.with({
    'compose.yaml': `
services:
  web: { image: IMAGE, command: ${WAITING}, depends_on: { job: { condition: service_completed_successfully } } }
  job: { image: IMAGE, command: ["sh", "-c", "exit 3"] }
`,
  });
  const project = await box.project();
  const error = await failureOf(project.up());
  expect(error).toMatchObject({ code: 'container.exited', subject: 'job-1', details: { exitCode: 3 } });
  expect(await project.service('web').containers[0]!.status()).toBe('created');
});

test('a container that someone else removes is missed, and is there again after the next up', async () => {
  await using box = await ComposeBox.with({
    'compose.yaml': `services: { a: { image: IMAGE, command: ${WAITING} } }`,
  });
  const project = await box.project();
  await project.up();
  const seen: string[] = [];
  const watching = project.service('a').status$.subscribe((status) => seen.push(status));
  await vi.waitFor(() => expect(seen).toEqual(['running']));
  await box.docker.engine.removeContainer([...(await box.containers()).values()][0]!, { force: true });
  await vi.waitFor(() => expect(seen.at(-1)).toBe('absent'));
  await project.up();
  await vi.waitFor(() => expect(seen.at(-1)).toBe('running'));
  watching.unsubscribe();
});

test('missing external resources are all reported before anything is created', async () => {
  await using box = await ComposeBox.with({
    'compose.yaml': `
services:
  a: { image: IMAGE, networks: [theirs, default], volumes: [gone:/g] }
  b: { image: "no.such.registry.invalid/x:1", pull_policy: never }
networks: { theirs: { external: true, name: no-such-network } }
volumes: { gone: { external: true, name: no-such-volume } }
`,
  });
  const project = await box.project();
  const error = await failureOf(project.up());
  expect(error.code).toBe('compose.missing');
  expect(error.reason).toContain(
    'network no-such-network, volume no-such-volume, image no.such.registry.invalid/x:1',
  );
  expect([await box.networks(), await box.containers()]).toEqual([[], new Map()]);
});

test('a container is built and started from the text of a Dockerfile', async () => {
  await using box = await ComposeBox.with({});
  const text = `FROM ${busyboxImage()}\nARG WHO\nRUN echo "hello $WHO" > /greeting\nCMD ["cat", "/greeting"]\n`;
  const labels = { 'com.docker.compose.project': box.name };
  const container = await deployDockerfile(box.docker, { text }, (c) => c.labels(labels).networks('host'), {
    args: { WHO: 'world' },
    tags: [box.name],
  });
  try {
    await container.wait();
    const lines = [];
    for await (const { line } of container.logs()) lines.push(line);
    expect(lines).toEqual(['hello world']);
  } finally {
    await container.remove({ force: true });
    await box.docker.images.remove(box.name, { force: true });
  }
});
