import { PassThrough, Readable } from 'node:stream';
import type { EngineResponse } from '@docktopus/core/engine';
import type { PlayedVersion } from './played-engine.ts';

type Json = Record<string, unknown>;

/** One change of an answer: from this minor version of the API on, of this request. */
interface Change {
  readonly since: number;
  readonly on: RegExp;
  /** Changes `answer` in place. */
  readonly change: (answer: Json, played: PlayedVersion) => void;
}

const CONTAINER = /^GET \/containers\/[^/]+\/json$/;
const CONTAINERS = /^GET \/containers\/json$/;
const IMAGE = /^GET \/images\/.+\/json$/;
const IMAGES = /^GET \/images\/json$/;
const NETWORK = /^GET \/networks\/[^/]+$/;

/** What the versions after 1.41 changed in the answers that are read here. Lists: the change is of each entry. */
const CHANGES: readonly Change[] = [
  {
    since: 0,
    on: /^GET \/version$/,
    change: (answer, { engine, newest, oldest }) =>
      Object.assign(answer, { Version: engine, ApiVersion: newest, MinAPIVersion: oldest }),
  },
  {
    since: 42,
    on: CONTAINER,
    change: ({ HostConfig }) => omit(HostConfig, 'KernelMemory', 'KernelMemoryTCP'),
  },
  {
    since: 43,
    on: IMAGES,
    change: (answer) => {
      for (const field of ['RepoTags', 'RepoDigests']) {
        const names = (answer[field] as readonly string[] | null) ?? [];
        answer[field] = names.filter((name) => !name.startsWith('<none>'));
      }
    },
  },
  { since: 44, on: IMAGES, change: (answer) => omit(answer, 'VirtualSize') },
  {
    since: 44,
    on: IMAGE,
    change: (answer) => {
      omit(answer, 'VirtualSize');
      if (String(answer.Created).startsWith('0001')) omit(answer, 'Created');
    },
  },
  {
    since: 44,
    on: CONTAINER,
    change: (answer) => {
      for (const network of networksOf(answer)) network.DNSNames = [String(answer.Id).slice(0, 12)];
    },
  },
  { since: 45, on: IMAGE, change: (answer) => omit(answer, 'Container', 'ContainerConfig') },
  {
    since: 45,
    on: CONTAINER,
    change: (answer) => {
      for (const network of networksOf(answer)) network.Aliases = null;
    },
  },
  {
    since: 48,
    on: IMAGE,
    change: (answer) => Object.assign(answer, { Descriptor: { mediaType: 'x', digest: answer.Id, size: 1 } }),
  },
  { since: 48, on: NETWORK, change: (answer) => Object.assign(answer, { EnableIPv4: true }) },
  {
    since: 48,
    on: CONTAINER,
    change: (answer) =>
      Object.assign(answer, { ImageManifestDescriptor: { mediaType: 'x', digest: answer.Image, size: 1 } }),
  },
  {
    since: 50,
    on: IMAGE,
    change: ({ Config }) =>
      omit(
        Config,
        ...['Hostname', 'Domainname', 'AttachStdin', 'AttachStdout', 'AttachStderr', 'Tty', 'OpenStdin'],
        ...['StdinOnce', 'Image', 'NetworkDisabled', 'MacAddress', 'StopTimeout'],
      ),
  },
  { since: 51, on: IMAGES, change: (answer) => Object.assign(answer, { Containers: 1 }) },
  {
    since: 52,
    on: IMAGE,
    change: (answer) => {
      omitEmpty(answer, 'Parent', 'Comment', 'DockerVersion', 'Author');
      // With the containerd image store, which has no such driver.
      omit(answer, 'GraphDriver');
      omitEmpty(
        answer.Config,
        'Cmd',
        'Entrypoint',
        'Env',
        'Labels',
        'OnBuild',
        'User',
        'Volumes',
        'WorkingDir',
      );
    },
  },
  {
    since: 52,
    on: CONTAINER,
    change: (answer) => {
      const { SandboxID, SandboxKey, Ports, Networks } = answer.NetworkSettings as Json;
      answer.NetworkSettings = { SandboxID, SandboxKey, Ports, Networks };
      omitEmpty(answer.NetworkSettings, 'Ports');
      omit(answer, 'GraphDriver');
      omitEmpty(answer.Config, 'OnBuild');
      answer.Storage = { RootFS: { Snapshot: { Name: 'overlayfs' } } };
    },
  },
  { since: 52, on: CONTAINERS, change: (answer) => Object.assign(answer, { Health: { Status: 'none' } }) },
  {
    since: 52,
    on: NETWORK,
    change: (answer) => Object.assign(answer, { Status: { IPAM: { Subnets: {} } } }),
  },
  { since: 52, on: /^GET \/events$/, change: (answer) => omit(answer, 'status', 'id', 'from') },
  {
    since: 52,
    on: /^GET \/containers\/[^/]+\/stats$/,
    change: (answer) => {
      answer.os_type = 'linux';
      // On cgroups of version 2, which have no numbers by CPU.
      for (const field of ['cpu_stats', 'precpu_stats'])
        omit((answer[field] as Json)?.cpu_usage, 'percpu_usage');
    },
  },
  // Deprecated with 1.48, "left empty or omitted in a future version".
  {
    since: 48,
    on: /^POST \/(build|images\/(create|load|.+\/push))$/,
    change: (answer) => omit(answer, 'error', 'progress'),
  },
];

/** These answer line by line, for as long as it takes. */
const LINES = /^(GET \/(events|containers\/[^/]+\/stats)|POST \/(build|images\/(create|load|.+\/push)))$/;
/** These hand over frames or bytes; newer engines say which. */
const RAW = /^(GET \/containers\/[^/]+\/logs|POST \/(containers\/[^/]+\/attach|exec\/[^/]+\/start))$/;

/** How newer engines say what older ones said in other words. */
const REPHRASED: readonly (readonly [RegExp, string])[] = [
  [
    /^You cannot remove a (running|paused) container (\S+)\..*$/,
    'cannot remove container "$2": container is $1: stop the container before removing or force remove',
  ],
  [/^Container (\S+) is not running$/, 'container $1 is not running'],
  [
    /^Cannot kill container: (\S+): Container (\S+) is not running$/,
    'cannot kill container: $1: container $2 is not running',
  ],
  [/^(driver failed programming.*)$/, 'failed to set up container networking: $1'],
  [/^failed to create shim/, 'failed to create task for container: failed to create shim'],
];

/** What an engine of another version makes of `answer`. */
export function answerAsOf(
  version: number,
  method: string,
  path: string,
  answer: EngineResponse,
  played: PlayedVersion,
): EngineResponse {
  const { status, body } = answer;
  const request = `${method} ${path.split('?')[0]}`;
  if (status === 101) return answer;
  if (status >= 400) return { ...answer, body: changed(body, rephrased) };
  if (RAW.test(request)) {
    const type = 'application/vnd.docker.multiplexed-stream';
    return version < 42 ? answer : { ...answer, headers: { ...answer.headers, 'content-type': type } };
  }
  const changes = CHANGES.filter(({ since, on }) => version >= since && on.test(request));
  if (changes.length === 0) return answer;
  const one = (json: Json) => {
    for (const { change } of changes) change(json, played);
    return json;
  };
  const all = (json: Json | Json[]) => (Array.isArray(json) ? json.map(one) : one(json));
  return { ...answer, body: LINES.test(request) ? changedLines(body, one) : changed(body, all) };
}

function rephrased(json: Json | Json[]): Json {
  const message = REPHRASED.reduce(
    (now, [says, saysNow]) => now.replace(says, saysNow),
    String((json as Json).message),
  );
  return { ...json, message };
}

function changed(body: Readable, change: (json: Json | Json[]) => unknown): Readable {
  const out = new PassThrough();
  const chunks: Buffer[] = [];
  body.on('data', (chunk: Buffer) => chunks.push(chunk));
  body.once('end', () => {
    const text = Buffer.concat(chunks).toString();
    out.end(text === '' ? '' : JSON.stringify(change(JSON.parse(text))));
  });
  return tied(body, out);
}

function changedLines(body: Readable, change: (json: Json) => Json): Readable {
  const out = new PassThrough();
  let rest = '';
  body.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) out.write(`${keepingNanos(Buffer.from(line, 'latin1').toString(), change)}\n`);
  });
  body.once('end', () => out.end());
  return tied(body, out);
}

function keepingNanos(line: string, change: (json: Json) => Json): string {
  // The nanoseconds of an event are more than a number holds.
  const kept = line.replace(/"timeNano":(\d+)/, '"timeNano":"$1"');
  return JSON.stringify(change(JSON.parse(kept))).replace(/"timeNano":"(\d+)"/, '"timeNano":$1');
}

/** Neither end outlives the other. */
function tied(body: Readable, out: PassThrough): Readable {
  body.once('error', (error) => out.destroy(error));
  out.on('error', () => undefined).once('close', () => body.destroy());
  return out;
}

function networksOf(container: Json): readonly Json[] {
  const { Networks } = container.NetworkSettings as { Networks?: Record<string, Json> };
  return Object.values(Networks ?? {});
}

function omit(from: unknown, ...fields: readonly string[]): void {
  for (const field of fields) delete (from as Json | undefined)?.[field];
}

function omitEmpty(from: unknown, ...fields: readonly string[]): void {
  const isEmpty = (value: unknown) =>
    !value || (typeof value === 'object' && Object.keys(value as object).length === 0);
  omit(from, ...fields.filter((field) => isEmpty((from as Json | undefined)?.[field])));
}
