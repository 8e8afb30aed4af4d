import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DocktopusError } from '@docktopus/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadCompose } from './load-compose.ts';
import type { LoadComposeOptions } from './load-options.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docktopus-compose-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

const options = (more: LoadComposeOptions = {}): LoadComposeOptions => ({
  processEnv: false,
  projectName: 'shop',
  workingDir: folder,
  ...more,
});

async function modelOf(content: string, more: LoadComposeOptions = {}) {
  return (await loadCompose({ content }, options(more))).model;
}

async function issuesOf(content: string, more: LoadComposeOptions = {}) {
  const error = await loadCompose({ name: 'compose.yaml', content }, options(more)).catch((thrown) => thrown);
  if (!(error instanceof DocktopusError)) throw new Error('the file was taken');
  expect(error.code).toBe('compose.invalid');
  return (error.details as { issues: readonly Record<string, unknown>[] }).issues.map((issue) => ({
    ...issue,
    file: String(issue.file).replace(`${folder}/`, ''),
  })) as readonly Record<string, unknown>[];
}

test('short forms become long ones, and names and a network are filled in', async () => {
  const model = await modelOf(`
services:
  web:
    image: nginx
    command: sh -c 'echo "a b"'
    ports: ['8080:80']
    volumes: ['data:/data:ro', './src:/src']
    depends_on: [db]
    environment: [A=1, B]
    healthcheck: { test: curl -f localhost, interval: 90s }
  db: { image: postgres }
volumes: { data: }
`);
  expect(model).toEqual({
    name: 'shop',
    services: {
      db: { command: null, entrypoint: null, image: 'postgres', networks: { default: null } },
      web: {
        command: ['sh', '-c', 'echo "a b"'],
        entrypoint: null,
        image: 'nginx',
        ports: [{ mode: 'ingress', target: 80, published: '8080', protocol: 'tcp' }],
        volumes: [
          { type: 'volume', source: 'data', target: '/data', read_only: true, volume: {} },
          { type: 'bind', source: join(folder, 'src'), target: '/src', bind: {} },
        ],
        depends_on: { db: { condition: 'service_started', required: true } },
        environment: { A: '1', B: null },
        healthcheck: { test: ['CMD-SHELL', 'curl -f localhost'], interval: '1m30s' },
        networks: { default: null },
      },
    },
    networks: { default: { name: 'shop_default', ipam: {} } },
    volumes: { data: { name: 'shop_data' } },
  });
});

test('variables come from the caller, then the process, then .env, then defaults', async () => {
  await write({ '.env': 'TAG=file\nOTHER=file\n' });
  const content = 'services: { a: { image: "x:${TAG}-${OTHER}-${NONE:-none}" } }';
  expect((await modelOf(content)).services.a?.image).toBe('x:file-file-none');
  expect((await modelOf(content, { env: { TAG: 'call' } })).services.a?.image).toBe('x:call-file-none');
  process.env.TAG = 'process';
  try {
    const withProcess = await modelOf(content, { processEnv: true, env: { OTHER: 'call' } });
    expect(withProcess.services.a?.image).toBe('x:process-call-none');
  } finally {
    delete process.env.TAG;
  }
});

test('a value can never add keys, because variables are put into values after parsing', async () => {
  const model = await modelOf('services: { a: { image: "x", labels: { l: "${EVIL}" } } }', {
    env: { EVIL: 'x" }, privileged: true, other: { a: "b\nb: c' },
  });
  expect(model.services.a).toMatchObject({ labels: { l: 'x" }, privileged: true, other: { a: "b\nb: c' } });
  expect(model.services.a).not.toHaveProperty('privileged');
});

test('the environment wins over env files, later env files over earlier ones', async () => {
  await write({ 'a.env': 'A=a\nB=a\nC=a\n', 'b.env': 'B=b\nD="${A} and $$"\n' });
  const model = await modelOf(
    'services: { s: { image: x, env_file: [a.env, b.env, { path: no.env, required: false }], environment: { C: own } } }',
  );
  expect(model.services.s?.environment).toEqual({ A: 'a', B: 'b', C: 'own', D: 'a and $' });
});

test('a variable in an env file is the one above it in the file, before that of an earlier file', async () => {
  await write({ 'a.env': 'A=a\nB=\n', 'b.env': 'C=${A}\nA=b\nB=b\nD=${A}${B:-none}\n' });
  const model = await modelOf('services: { s: { image: x, env_file: [a.env, b.env] } }');
  expect(model.services.s?.environment).toEqual({ A: 'b', B: 'b', C: 'a', D: 'bb' });
});

test('a later file is merged over an earlier one, with !reset and !override', async () => {
  const base = `
services:
  a: { image: x, ports: ['1:1'], command: one, environment: { A: 1, B: 2 }, dns: [1.1.1.1], labels: [l=1] }
`;
  const over = `
services:
  a: { ports: !override ['2:2'], command: two, environment: { B: 3 }, dns: [2.2.2.2], labels: !reset [] }
`;
  const { model } = await loadCompose([{ content: base }, { content: over }], options());
  expect(model.services.a).toMatchObject({
    ports: [{ target: 2 }],
    command: ['two'],
    environment: { A: '1', B: '3' },
    dns: ['1.1.1.1', '2.2.2.2'],
  });
  expect(model.services.a).not.toHaveProperty('labels');
});

test('include and extends read other files, whose paths begin in their own folders', async () => {
  await write({
    'db/compose.yaml': 'services: { db: { image: "pg:${TAG}", volumes: ["./data:/data"] } }',
    'db/.env': 'TAG=16\n',
    'common/base.yaml': 'services: { base: { image: x, volumes: ["./src:/src"], environment: { A: 1 } } }',
  });
  const model = await modelOf(`
include: [db/compose.yaml]
services:
  web: { extends: { file: common/base.yaml, service: base }, environment: { B: 2 } }
`);
  expect(model.services.db).toMatchObject({
    image: 'pg:16',
    volumes: [{ source: join(folder, 'db', 'data') }],
  });
  expect(model.services.web).toMatchObject({
    environment: { A: '1', B: '2' },
    volumes: [{ source: join(folder, 'common', 'src') }],
  });
});

test('a service of a profile is there only when the profile is enabled or the service is named', async () => {
  const content = 'services: { a: { image: x }, b: { image: x, profiles: [debug] } }';
  const { model, disabled } = await loadCompose({ content }, options());
  expect([Object.keys(model.services), Object.keys(disabled)]).toEqual([['a'], ['b']]);
  expect(Object.keys((await modelOf(content, { profiles: ['debug'] })).services)).toEqual(['a', 'b']);
  expect(Object.keys((await modelOf(content, { env: { COMPOSE_PROFILES: 'x,debug' } })).services)).toEqual([
    'a',
    'b',
  ]);
  expect(Object.keys((await modelOf(content, { services: ['b'] })).services)).toEqual(['b']);
});

test.each<[string, LoadComposeOptions, readonly string[]]>([
  ['no profile is enabled', {}, ['a', 'b', 'c']],
  ['the list of profiles is empty', { profiles: [] }, ['a', 'b', 'c']],
  ['the variable is empty', { env: { COMPOSE_PROFILES: '' } }, ['a', 'b', 'c']],
  ['another profile is enabled', { profiles: ['x'] }, ['a']],
  ['the variable names another profile', { env: { COMPOSE_PROFILES: 'x' } }, ['a']],
  ['one of its profiles is enabled', { profiles: ['d'] }, ['a', 'c']],
])('as in Docker Compose, a service of the profile "" is there when %s', async (_, given, names) => {
  const content =
    'services: { a: { image: x }, b: { image: x, profiles: [""] }, c: { image: x, profiles: [d, ""] } }';
  if (names.length < 3) expect(Object.keys((await modelOf(content, given)).services)).toEqual(names);
  else {
    const { model, profiles } = await loadCompose({ content }, { ...options(), ...given });
    expect([Object.keys(model.services), profiles]).toEqual([names, []]);
  }
});

test('a file that is no UTF-8 is refused, and U+FFFD in one that is stays', async () => {
  const path = join(folder, 'latin.yaml');
  await writeFile(path, Buffer.from('services: { a: { image: x, labels: { k: caf\xe9 } } }', 'latin1'));
  await expect(loadCompose(path, options())).rejects.toThrow(
    /latin\.yaml, which is not all UTF-8, expected a file in UTF-8/,
  );
  await writeFile(path, 'services: { a: { image: x, labels: { k: \ufffd } } }');
  expect((await loadCompose(path, options())).model.services.a?.labels).toEqual({ k: '\ufffd' });
});

test('a dependency that need not be there is left out when it is not selected', async () => {
  const content =
    'services: { a: { image: x, depends_on: { b: { condition: service_started, required: false } } }, b: { image: x, profiles: [p] } }';
  expect((await modelOf(content, { services: ['a'] })).services.a).not.toHaveProperty('depends_on');
});

test('labels from a file are the same on every machine: variables of the environment are not used', async () => {
  await write({ labels: 'a=1\nb=$a\nc=$TAG\n' });
  const content = 'services: { a: { image: x, label_file: labels } }';
  expect((await modelOf(content, { env: { TAG: 't' } })).services.a?.labels).toEqual({
    a: '1',
    b: '1',
    c: '',
  });
});

test('all problems are reported at once, with their places and suggestions', async () => {
  const issues = await issuesOf(`services:
  web:
    imagee: nginx
    ports: ['80:http']
    mem_limit: lots
    volumes: ['data:/data']
    restart: 7
  db:
    image: x
    depends_on: [cache]
`);
  expect(issues).toEqual([
    expect.objectContaining({
      file: 'compose.yaml',
      line: 3,
      column: 5,
      path: 'services.web.imagee',
      got: 'an unknown key',
      hint: "did you mean 'image'?",
    }),
    expect.objectContaining({
      line: 4,
      path: 'services.web.ports[0]',
      expected: 'a container port from 1 to 65535, or a range of them',
    }),
    expect.objectContaining({ line: 7, path: 'services.web.restart', got: '7' }),
    expect.objectContaining({ line: 5, path: 'services.web.mem_limit', got: '"lots"' }),
    expect.objectContaining({ line: 10, path: 'services.db.depends_on', got: "'cache'" }),
  ]);
});

test('references to what the file does not define are told with what it defines', async () => {
  const issues = await issuesOf(`services:
  web: { image: x, depends_on: [dbb], volumes: ['data:/data'], networks: [front], secrets: [key], configs: [c] }
  db: { image: x, network_mode: 'service:webb' }
`);
  expect(issues.map(({ path, line, got }) => [path, line, got])).toEqual([
    ['services.web.networks', 2, expect.stringContaining('front')],
    ['services.web.depends_on', 2, expect.stringContaining('dbb')],
    ['services.web.volumes', 2, expect.stringContaining('data')],
    ['services.web.configs', 2, expect.stringContaining('c')],
    ['services.web.secrets', 2, expect.stringContaining('key')],
    ['services.db.network_mode', 3, expect.stringContaining('webb')],
  ]);
});

// biome-ignore format: a table reads better in rows
test.each([
  ['services: { a: { image: "${X:?set it}" } }', /set it/],
  ['services: { a: { image: "${X" } }', /is not a variable/],
  ['services: { a: { } }', /an image or a build/],
  ['services: { a: { image: x, depends_on: [b] }, b: { image: x, depends_on: [a] } }', /a → b → a/],
  ['services: { a: { image: x, extends: b }, b: { extends: a } }', /without a circle/],
  ['services: { a: { extends: { file: "https://e.org/x.yaml", service: b } } }', /not loaded/],
  ['include: ["git@github.com:a/b.git"]\nservices: { a: { image: x } }', /not loaded/],
  ['services: { a: { image: x, env_file: ../up.env } }', /may read its project only/],
  ['services: { a: { image: x, env_file: missing.env } }', /missing\.env/],
  ['services: { A_b: { image: x, container_name: cc, scale: 2 } }', /one container/],
  ['include: base.yaml\nservices: { a: { image: x } }', /a list of paths/],
  ['services: { a: { image: x } }\nsecrets: { s: { driver: x } }', /one of file, environment/],
  ['', /services/], ['[]', /a mapping/], ['services: []', /a mapping/],
])('%j is refused', async (content, told) => {
  const issues = await issuesOf(content);
  expect(JSON.stringify(issues)).toMatch(told);
});

test('a link that leads outside the project directory is not read', async () => {
  await mkdir(join(folder, 'project'));
  await write({ 'secret.env': 'A=1\n' });
  await symlink('../secret.env', join(folder, 'project', 'link.env'));
  const content = 'services: { a: { image: x, env_file: link.env } }';
  const workingDir = join(folder, 'project');
  expect(JSON.stringify(await issuesOf(content, { workingDir }))).toMatch(/may read its project only/);
  const model = await modelOf(content, { workingDir, allowFiles: ['..'] });
  expect(model.services.a?.environment).toEqual({ A: '1' });
});

test('odd but valid input is a warning', async () => {
  const { warnings } = await loadCompose(
    { content: "version: '3'\nservices: { a: { image: 'x:$TAG', command: 'a && b' } }" },
    options(),
  );
  expect(warnings).toEqual([
    'the variable TAG is not set; it counts as empty',
    'the key version is obsolete and is ignored',
    expect.stringContaining("write ['sh', '-c', '…'] for a shell"),
  ]);
});

test('the message of an invalid file names each place', async () => {
  await write({ 'compose.yaml': 'services:\n  a:\n    imag: x\n' });
  const error = await loadCompose(join(folder, 'compose.yaml'), options()).catch((thrown) => thrown);
  expect(error.message).toContain(`${folder}/compose.yaml:3:5 services.a.imag: got an unknown key`);
});
