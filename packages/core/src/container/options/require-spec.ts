import {
  checkArguments,
  checkOptions,
  type OptionReaders,
  type Problems,
  type Reader,
  readAnyText,
  readFlag,
  readInteger,
  readList,
  readNumber,
  readObject,
  readRecord,
  readText,
  readThing,
  readWord,
} from '../../input/index.ts';
import { isRevealable } from '../../secrets/index.ts';
import type { ContainerSpec } from './container-spec.ts';

const texts = readList(readAnyText);
const record = readRecord(readAnyText);
const amount = readNumber(0, Number.MAX_SAFE_INTEGER);

/** An object with these fields, of which some may be absent; its other fields are checked by their user. */
function having(
  required: readonly string[],
  readers: Readonly<Record<string, Reader<unknown>>>,
): Reader<object> {
  return (value, problems) => {
    const found = readObject(value, problems);
    if (found === undefined) return undefined;
    if (Array.isArray(found)) return problems.refuse(value, 'an object');
    for (const [key, read] of Object.entries(readers)) {
      const field = (found as Readonly<Record<string, unknown>>)[key];
      if (field !== undefined) read(field, problems.at(key));
      else if (required.includes(key)) problems.at(key).report('nothing', 'a value');
    }
    return found;
  };
}

function readEnvValue(value: unknown, problems: Problems): unknown {
  if (value === null || isRevealable(value)) return true;
  return typeof value === 'string' ? readAnyText(value, problems) : problems.refuseSecret('a string or null');
}

/** Of several fields, one has to be there. */
const readDevice = having([], {
  hostPath: readText,
  containerPath: readText,
  permissions: readText,
  cdi: readText,
});

const readHealthcheck: Reader<unknown> = (value, problems) =>
  value === 'none'
    ? value
    : having([], {
        test: texts,
        intervalMs: amount,
        timeoutMs: amount,
        startPeriodMs: amount,
        startIntervalMs: amount,
        retries: readInteger(0),
      })(value, problems);

/** What each field of a spec holds. The builder has checked more than this: a spec that is written by hand fails in words. */
const READERS: OptionReaders<ContainerSpec> = {
  image: readText,
  name: readText,
  env: readRecord(readEnvValue),
  cmd: texts,
  entrypoint: texts,
  workdir: readText,
  user: readAnyText,
  hostname: readText,
  labels: record,
  networks: readList(
    having(['name'], {
      name: readText,
      aliases: texts,
      ipv4Address: readText,
      ipv6Address: readText,
      linkLocalIps: texts,
      macAddress: readText,
      driverOptions: record,
    }),
  ),
  healthcheck: readHealthcheck,
  limits: having([], {
    memoryBytes: amount,
    memorySwapBytes: readNumber(-1, Number.MAX_SAFE_INTEGER),
    memoryReservationBytes: amount,
    cpus: amount,
    cpuShares: readInteger(0),
    cpuset: readText,
    pids: readInteger(-1),
    shmBytes: amount,
    blkioWeight: readInteger(0),
  }),
  ulimits: readList(
    having(['name', 'soft', 'hard'], { name: readText, soft: readInteger(-1), hard: readInteger(-1) }),
  ),
  devices: readList(readDevice),
  gpus: readList(
    having(['capabilities', 'options'], { capabilities: texts, options: record, deviceIds: texts }),
  ),
  capAdd: texts,
  capDrop: texts,
  securityOpt: texts,
  privileged: readFlag,
  pidMode: readText,
  ipcMode: readText,
  groupAdd: texts,
  readOnlyRootfs: readFlag,
  tmpfs: record,
  mounts: readList(
    having(['type', 'target'], {
      type: readWord(['bind', 'volume', 'tmpfs', 'image']),
      target: readText,
      source: readText,
      name: readText,
      readOnly: readFlag,
      sizeBytes: amount,
    }),
  ),
  volumesFrom: texts,
  ports: readList(
    having(['containerPort', 'protocol', 'hostIp', 'hostPort'], {
      containerPort: readInteger(1, 65_535),
      protocol: readWord(['tcp', 'udp', 'sctp']),
      hostIp: readAnyText,
      hostPort: readInteger(0, 65_535),
      hostPortEnd: readInteger(0, 65_535),
    }),
  ),
  runtime: readText,
  restartPolicy: having(['name'], {
    name: readWord(['no', 'always', 'unless-stopped', 'on-failure']),
    maximumRetryCount: readInteger(0),
  }),
  extraHosts: readList(having(['host', 'address'], { host: readText, address: readText })),
  init: readFlag,
  stopSignal: readText,
  stopTimeoutSeconds: readInteger(-1),
  dns: texts,
  dnsSearch: texts,
  sysctls: record,
  logDriver: having(['name', 'options'], { name: readText, options: record }),
  platform: readText,
  pull: readWord(['missing', 'always', 'never']),
  autoRemove: readFlag,
  tty: readFlag,
  openStdin: readFlag,
  readyWhen: having(['kind'], {
    kind: readWord(['healthy', 'port', 'http', 'log', 'exit', 'command', 'all', 'any']),
  }),
  readyTimeoutMs: amount,
  lifetime: readWord(['session', 'persistent']),
  onConflict: readWord(['adopt', 'replace', 'takeover', 'error']),
  dependsOn: readRecord(readWord(['started', 'ready', 'completed'])),
  strict: readWord(['off', 'warn', 'error']),
  files: readList(
    having(['kind', 'target', 'uid', 'gid'], {
      kind: readWord(['content', 'host']),
      target: readText,
      source: readText,
      mode: readInteger(0, 0o7777),
      uid: readInteger(0),
      gid: readInteger(0),
    }),
  ),
  keepOnFailure: readFlag,
  createOptions: having([], {}),
  unsafe: having([], {}),
};

const SPEC = { spec: readThing('the spec of a container: builder.spec', (value) => 'image' in value) };

/** Asked for several times for each container, and nearly always of one of a builder. */
const sound = new WeakSet<ContainerSpec>();

/** @throws DocktopusError `spec.invalid` for what is no spec, with every field that no container can have. */
export function requireSpec(spec: ContainerSpec, operation: string): void {
  if (sound.has(spec)) return;
  checkArguments({ spec }, SPEC, operation);
  checkOptions(spec, READERS, operation);
  sound.add(spec);
}
