import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { type DocktopusError, isDocktopusError } from '../errors/index.ts';
import {
  BlueprintEnvironment,
  type Configuration,
  config,
  type LoadConfigOptions,
  loadConfig,
  reportUnread,
  secret,
} from './index.ts';

/** Settings from these sources only, in a separate directory with these files. */
async function load(options: LoadConfigOptions, files: Readonly<Record<string, string>> = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'docktopus-config-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  return { directory, configuration: await loadConfig({ args: false, env: false, directory, ...options }) };
}

const failure = (run: () => unknown): DocktopusError => {
  try {
    run();
  } catch (error) {
    if (isDocktopusError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

describe('precedence', () => {
  const sources = {
    values: { values: { strict: 'off' } },
    args: { args: ['--strict=error'] },
    env: { env: { DOCKTOPUS_STRICT: 'warn' } },
  };
  const envFile = { '.env': 'DOCKTOPUS_STRICT=error\n' };
  const file = { 'docktopus.config.yaml': 'strict: off\n' };

  it.each([
    ['the code', { ...sources.values, ...sources.args, ...sources.env }, { ...envFile, ...file }, 'off'],
    ['the command line', { ...sources.args, ...sources.env }, { ...envFile, ...file }, 'error'],
    ['the environment', sources.env, { ...envFile, ...file }, 'warn'],
    ['.env', {}, { ...envFile, ...file }, 'error'],
    ['the configuration file', {}, file, 'off'],
    ['the default', {}, {}, 'warn'],
  ])('takes it from %s', async (_, options, files, strict) => {
    const { configuration } = await load(options, files as Record<string, string>);
    expect(configuration.read(BlueprintEnvironment).strict).toBe(strict);
  });

  it('merges trees by leaf, and a value replaces the tree of a lesser source', async () => {
    const { configuration } = await load(
      { env: { DOCKTOPUS_DB__HOST: 'db.local', DOCKTOPUS_CACHE: 'none' } },
      { 'docktopus.config.json': '{"db":{"host":"localhost","port":5432},"cache":{"size":1}}' },
    );
    expect([configuration.at('db'), configuration.at('cache')]).toEqual([
      { host: 'db.local', port: 5432 },
      'none',
    ]);
  });
});

describe('sources', () => {
  const Settings = BlueprintEnvironment.extend({
    port: z.number().int(),
    verbose: z.boolean().default(false),
    tags: z.array(z.string()).default([]),
    code: z.string().default(''),
  });

  it.each([
    [{ args: ['--port', '80', '--verbose', '--tags=["a"]'] }, { port: 80, verbose: true, tags: ['a'] }],
    [{ args: ['serve', '--port=80', '--no-verbose', '--', '--port=1'] }, { port: 80, verbose: false }],
    [{ env: { DOCKTOPUS_PORT: '80', DOCKTOPUS_VERBOSE: 'true', PORT: '1' } }, { port: 80, verbose: true }],
    [{ env: { DOCKTOPUS_PORT: '80', DOCKTOPUS_CODE: '007' } }, { port: 80, code: '007' }],
    [{ env: { MINE_PORT: '80' }, prefix: 'MINE_' }, { port: 80 }],
  ])('reads %j', async (options, expected) => {
    const { configuration } = await load(options);
    expect(configuration.read(Settings)).toMatchObject(expected);
  });

  it.each([
    ['1', true],
    ['TRUE', true],
    ['yes', true],
    ['on', true],
    ['t', true],
    ['0', false],
    ['False', false],
    ['NO', false],
    ['off', false],
    ['', false],
  ])(
    'reads the switch %j as %s, through our schema and through that of another library',
    async (text, value) => {
      const env = { DOCKTOPUS_DRY_RUN: text, DOCKTOPUS_VERBOSE: text, DOCKTOPUS_PORT: '80' };
      const { configuration } = await load({ env });
      expect(configuration.read(Settings)).toMatchObject({ dryRun: value, verbose: value, port: 80 });
    },
  );

  it('takes an empty variable for one that is not set', async () => {
    const env = { DOCKTOPUS_LOG_LEVEL: '', DOCKTOPUS_SHUTDOWN_GRACE_MS: '', DOCKTOPUS_DOCKER_ENDPOINT: '' };
    const { configuration } = await load({ env });
    expect(configuration.read(BlueprintEnvironment)).toMatchObject({
      logLevel: 'info',
      shutdownGraceMs: 10_000,
      dockerEndpoint: undefined,
    });
  });

  it('refuses a switch that is neither on nor off', async () => {
    const { configuration } = await load({ env: { DOCKTOPUS_DRY_RUN: 'maybe', DOCKTOPUS_TEST_MODE: '2' } });
    expect(failure(() => configuration.read(BlueprintEnvironment)).message).toBe(
      'config: 2 problems\n' +
        '  DOCKTOPUS_DRY_RUN from the environment: got "maybe", expected true or false\n' +
        '  DOCKTOPUS_TEST_MODE from the environment: got "2", expected true or false',
    );
  });

  it.each([
    ['docktopus.config.js', 'export default async () => ({ port: 81 });'],
    ['docktopus.config.mjs', 'export default { port: 81 };'],
    ['docktopus.config.json', '{ "port": 81 }'],
    ['docktopus.config.yml', 'port: 81'],
  ])('reads %s', async (name, text) => {
    const { configuration } = await load(
      {},
      { [name]: text, 'package.json': '{"type":"module","name":"@acme/cache"}' },
    );
    expect(configuration.read(Settings)).toMatchObject({ port: 81, name: 'acme-cache' });
  });

  it('refuses two configuration files and one that does not parse', async () => {
    await expect(load({}, { 'docktopus.config.json': '{}', 'docktopus.config.yaml': '' })).rejects.toThrow(
      'got 2 configuration files, expected one',
    );
    await expect(load({}, { 'docktopus.config.json': '{' })).rejects.toMatchObject({
      code: 'config.invalid',
      message: expect.stringMatching(/^config .*docktopus\.config\.json: it is not JSON: it ends too early/),
    });
  });

  it('names a package.json that is broken', async () => {
    await expect(load({}, { 'package.json': '{ "name": "x",\n' })).rejects.toMatchObject({
      code: 'config.invalid',
      message: expect.stringMatching(/^config \/.*\/package\.json: it is not JSON: it ends too early/),
    });
  });

  it('does not let a file change prototypes', async () => {
    const { configuration } = await load(
      {},
      { 'docktopus.config.json': '{"__proto__":{"polluted":true},"port":1}' },
    );
    configuration.read(Settings);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('errors', () => {
  it('name every bad key with its source, its value, what was expected and the key that was meant', async () => {
    const Settings = BlueprintEnvironment.extend({
      port: z.number(),
      replicas: z.number().min(1),
      image: z.string(),
      database: z.object({ url: z.string() }),
    });
    const { configuration, directory } = await load(
      {
        env: { DOCKTOPUS_LOG_LEVEL: 'loud', DOCKTOPUS_IMGAE: 'redis:7' },
        args: ['--port=many', '--replicas=0'],
      },
      { 'docktopus.config.yaml': 'shutdownGraceMs: -1\n' },
    );
    const { code, message } = failure(() => configuration.read(Settings));
    expect(code).toBe('config.invalid');
    expect(
      message
        .split('\n')
        .slice(1)
        .map((line) => line.trim()),
    ).toEqual([
      'DOCKTOPUS_LOG_LEVEL from the environment: got "loud", expected one of trace, debug, info, warn, error, fatal, silent',
      `shutdownGraceMs from ${directory}/docktopus.config.yaml: got -1, expected a whole number of milliseconds, 0 or more`,
      '--port from the command line: got "many", expected a number',
      '--replicas from the command line: got "0", expected a number of at least 1',
      'image: got nothing, expected a string; set DOCKTOPUS_IMAGE',
      'database: got nothing, expected an object; set DOCKTOPUS_DATABASE__… for each of its keys',
      "DOCKTOPUS_IMGAE from the environment: got an unknown setting, expected one of closeTimeoutMs, dataDir, database, dockerEndpoint, dockerHubPrefix, dryRun, hostAddress, httpBind, image, logLevel, name, port, progress, replicas, shutdownGraceMs, strict, testMode; did you mean 'image'?",
    ]);
  });

  it.each([
    ['npipe:////./pipe/docker_engine', 'npipe:// endpoints are not supported'],
    ['/var/run/docker.sock', 'a socket is written as unix:///var/run/docker.sock'],
    ['tcp://host:0', 'port 0'],
  ])('refuse the endpoint %s as the client would', async (given, problem) => {
    const { configuration } = await load({ env: { DOCKTOPUS_DOCKER_ENDPOINT: given } });
    expect(failure(() => configuration.read(BlueprintEnvironment)).message).toContain(problem);
  });

  it('never show the password of a URL, however long', async () => {
    const given = `tcp://me:${'c4n4ry@'.repeat(20)}host:2375`;
    const { configuration } = await load({ env: { DOCKTOPUS_DOCKER_ENDPOINT: given } });
    const { message } = failure(() => configuration.read(BlueprintEnvironment));
    expect(message).toContain(
      'got "tcp://…@host:2375", expected an endpoint such as unix:///var/run/docker.sock or tcp://host:2376; credentials in the endpoint',
    );
    expect(message).not.toContain('c4n4ry');
  });

  it('say where a missing path can be set', async () => {
    const { configuration } = await load({ values: { alerts: { url: 'x' } } });
    expect(() => configuration.at('alerts.ulr')).toThrow(
      'Did you mean alerts.url? Set DOCKTOPUS_ALERTS__ULR',
    );
  });

  it('refuse a schema that answers later', async () => {
    const { configuration } = await load({});
    const later = z.object({}).refine(async () => true);
    expect(() => configuration.read(later)).toThrow('expected a schema without asynchronous refinements');
  });
});

describe('unknown settings', () => {
  const yaml = { 'docktopus.config.yaml': 'strict: off\nretention: 7\n' };
  const unread = async (
    options: LoadConfigOptions,
    read: (configuration: Configuration) => void = () => {},
  ) => {
    const { configuration } = await load(options, yaml);
    configuration.read(BlueprintEnvironment);
    read(configuration);
    return configuration.unread().map(({ path }) => path.replace(/from .*\//, 'from '));
  };

  it('are looked for in files and on the command line, but not in the environment', async () => {
    const env = { DOCKTOPUS_TEST_ENGINE: 'docker' };
    expect(await unread({ args: ['--colour', 'red', '--strict=off', '--', '--own'], env })).toEqual([
      'retention from docktopus.config.yaml',
      '--colour from the command line',
    ]);
  });

  it('are not those of a schema of another library, a path, or a class that is made later', async () => {
    const schema = z.object({ retention: z.number(), dashboard: z.string().optional() });
    expect(await unread({}, (configuration) => configuration.read(schema))).toEqual([]);
    expect(await unread({}, (configuration) => configuration.at('retention'))).toEqual([]);
    class Later {
      @config(z.object({ sweepEvery: z.number() })) readonly settings!: { sweepEvery: number };
    }
    expect(Later).toBeDefined();
    expect(await unread({ args: ['--sweep-every=1', '--sweep-evrey=1'] })).toEqual([
      'retention from docktopus.config.yaml',
      '--sweep-evrey from the command line',
    ]);
  });

  it.each([
    ['off', 0],
    ['warn', 1],
  ] as const)('are told as strict %s says', async (strict, times) => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    onTestFinished(() => warn.mockRestore());
    const { configuration } = await load({}, yaml);
    configuration.read(BlueprintEnvironment);
    reportUnread(configuration, strict);
    reportUnread(configuration, strict);
    expect(warn).toHaveBeenCalledTimes(times);
    if (times > 0)
      expect(warn.mock.calls[0]?.[0]).toMatch(
        /^unknown settings, which no @config reads:\n {2}retention from .*yaml: got an unknown setting, expected one of /,
      );
  });

  it('are refused all at once when strict is error', async () => {
    const { configuration } = await load({ args: ['--colour=red'] }, yaml);
    configuration.read(BlueprintEnvironment);
    const { code, message } = failure(() => reportUnread(configuration, 'error'));
    expect(code).toBe('config.invalid');
    expect(message).toMatch(/2 problems.*retention from .*--colour from the command line/s);
  });
});

describe('secrets', () => {
  const CANARY = 'c4n4ry';
  const Settings = BlueprintEnvironment.extend({ apiKey: secret(z.string()) });

  it('come from the environment or a file, and never show', async () => {
    const { directory } = await load({});
    const path = join(directory, 'key');
    await writeFile(path, `${CANARY}\n`);
    for (const env of [{ DOCKTOPUS_API_KEY: CANARY }, { DOCKTOPUS_API_KEY_FILE: path }]) {
      const { apiKey } = (await load({ env })).configuration.read(Settings);
      expect(apiKey.reveal()).toBe(CANARY);
      expect(
        `${apiKey} ${JSON.stringify({ apiKey })} ${inspect({ apiKey }, { showHidden: true })}`,
      ).not.toContain(CANARY);
    }
  });

  it('are refused where others can see them, without being shown', async () => {
    for (const [options, files] of [
      [{ args: [`--api-key=${CANARY}`] }, {}],
      [{}, { 'docktopus.config.json': `{"apiKey":"${CANARY}"}` }],
      [{ env: { DOCKTOPUS_API_KEY_FILE: '/nowhere/key' } }, {}],
    ] as const) {
      const { configuration } = await load(options, files);
      const error = failure(() => configuration.read(Settings));
      expect(error.message).toContain('DOCKTOPUS_API_KEY');
      expect(inspect(error, { depth: 9 })).not.toContain(CANARY);
    }
  });

  it('do not show in errors of their schema', async () => {
    const Strict = BlueprintEnvironment.extend({
      apiKey: secret(
        z.string().refine(() => false, { error: ({ input }) => `${String(input)} is too weak` }),
      ),
    });
    const { configuration } = await load({ env: { DOCKTOPUS_API_KEY: CANARY } });
    const error = failure(() => configuration.read(Strict));
    expect(error.message).toContain('[secret] is too weak');
    expect(inspect(error, { depth: 9 })).not.toContain(CANARY);
  });
});
