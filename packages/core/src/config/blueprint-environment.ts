import { HOST_ADDRESS, HOST_ADDRESS_EXPECTED, parseEndpoint } from '../engine/index.ts';
import { EnvironmentSchema, type Infer } from './environment-schema.ts';
import { checkedText, flag, milliseconds, oneOf, text } from './field.ts';

/**
 * What every blueprint can be told, as a schema; `.extend({ … })` adds the author's own fields.
 *
 * | field | environment | default |
 * |---|---|---|
 * | `name` | `DOCKTOPUS_NAME` | the name in package.json, else of the directory |
 * | `dataDir` | `DOCKTOPUS_DATA_DIR` | `.docktopus` in the blueprint's directory |
 * | `dockerEndpoint` | `DOCKTOPUS_DOCKER_ENDPOINT` | found as the Docker CLI does |
 * | `dockerHubPrefix` | `DOCKTOPUS_DOCKER_HUB_PREFIX` | Docker Hub: where its images are taken from instead |
 * | `hostAddress` | `DOCKTOPUS_HOST_ADDRESS` | found out: how this process reaches the engine's host |
 * | `logLevel` | `DOCKTOPUS_LOG_LEVEL` | `info` |
 * | `dryRun` | `DOCKTOPUS_DRY_RUN` | `false` |
 * | `testMode` | `DOCKTOPUS_TEST_MODE` | `false` |
 * | `shutdownGraceMs` | `DOCKTOPUS_SHUTDOWN_GRACE_MS` | `10000` |
 * | `closeTimeoutMs` | `DOCKTOPUS_CLOSE_TIMEOUT_MS` | `60000` |
 * | `strict` | `DOCKTOPUS_STRICT` | `warn` |
 * | `progress` | `DOCKTOPUS_PROGRESS` | `auto`: none in test mode, else as `showProgress()` |
 * | `httpBind` | `DOCKTOPUS_HTTP_BIND` | none: no HTTP server |
 *
 * `dataDir` is for the author's own files: Docktopus neither makes that directory nor looks into it, and a relative one
 * is relative to the working directory. `testMode` is for the author's code to ask; of Docktopus it says one thing, that
 * no progress is shown while `progress` is `auto`.
 */
export const BlueprintEnvironment = new EnvironmentSchema({
  name: text(
    'letters, digits, dots, dashes and underscores, starting with a letter or digit',
    /^[a-z0-9][\w.-]{0,62}$/i,
    'blueprint',
  ),
  dataDir: text('a path', /^[^\0]+$/, '.docktopus'),
  dockerEndpoint: checkedText(
    'an endpoint such as unix:///var/run/docker.sock or tcp://host:2376',
    (given) => {
      const endpoint = parseEndpoint(given);
      return typeof endpoint === 'string' ? endpoint : undefined;
    },
  ),
  dockerHubPrefix: text(
    'a registry, with a path if it has one, such as mirror.example.com/hub',
    /^[a-z0-9][\w.-]*(:\d{1,5})?(\/[a-z0-9][a-z0-9._-]*)*\/?$/i,
    undefined,
  ),
  hostAddress: text(HOST_ADDRESS_EXPECTED, HOST_ADDRESS, undefined),
  logLevel: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'info'),
  dryRun: flag(false),
  testMode: flag(false),
  shutdownGraceMs: milliseconds(10_000),
  closeTimeoutMs: milliseconds(60_000),
  strict: oneOf(['off', 'warn', 'error'], 'warn'),
  progress: oneOf(['auto', 'terminal', 'plain', 'json', 'off'], 'auto'),
  httpBind: text('host:port, such as 127.0.0.1:8080', /^(\[[\da-f:.]+\]|[\w.-]+):\d{1,5}$/i, undefined),
});

/** What each of them is for, in words for `--help`. */
export const BLUEPRINT_SETTINGS: Readonly<Record<keyof typeof BlueprintEnvironment.fields, string>> = {
  name: 'What the blueprint is called; its containers are found by that',
  dataDir: 'Where the blueprint keeps its own files',
  dockerEndpoint: 'Where the engine is; found as the Docker CLI does when it is not given',
  dockerHubPrefix: 'Where images of Docker Hub are taken from instead',
  hostAddress: 'How this process reaches the host of the engine; found out when it is not given',
  logLevel: 'From which level on lines are logged',
  dryRun: 'Prints what a start would do, and ends',
  testMode: 'For the code of the blueprint to ask',
  shutdownGraceMs: 'How long jobs and containers have to end, in milliseconds',
  closeTimeoutMs: 'How long closing may take altogether, in milliseconds',
  strict: 'Whether choices that a spec leaves to the engine are refused, warned of, or let be',
  progress: 'How pulls and builds show how far they are',
  httpBind: 'Where HTTP is served; not at all when it is not given',
};

/** What {@link BlueprintEnvironment} reads as. */
export type BlueprintEnvironment = Infer<typeof BlueprintEnvironment>;
