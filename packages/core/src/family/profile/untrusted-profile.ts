import {
  type Problems,
  type Reader,
  readFields,
  readInteger,
  readList,
  readNumber,
  readSize,
  readText,
  type SizeInput,
} from '../../input/index.ts';
import { isRecord } from '../../json/index.ts';

/**
 * A container for code that nobody has to trust: no capabilities and no way to new ones, an unprivileged user, a root file
 * system that cannot be written, limits on memory, CPU, processes and files, a bounded log, nothing of the host.
 *
 * It is checked on the container that the engine has made, and again on each one that is adopted. A container is not a
 * boundary as a machine is: its kernel is the host's. For more, name another `runtime`.
 */
export interface UntrustedOptions {
  readonly name: 'untrusted';
  /** For specs that set no limit of their own, and the most that others may have. @default '512m' */
  readonly memory?: SizeInput | undefined;
  /** As `memory`. @default 1 */
  readonly cpus?: number | undefined;
  /** As `memory`. @default 256 */
  readonly pids?: number | undefined;
  /** Of `/tmp` and `/run`, which are in memory. @default '64m' */
  readonly tmpfs?: SizeInput | undefined;
  /** For specs that name no user: `'uid:gid'`. @default '65534:65534' */
  readonly user?: string | undefined;
  /** Capabilities that the image needs, such as `['NET_BIND_SERVICE']`. @default none */
  readonly capAdd?: readonly string[] | undefined;
  /**
   * Whether process 1 is the engine's own, which reaps what others leave. `false` leaves that to the spec: for an image whose
   * own process 1 does it, and must not be killed by the processes that it starts. @default true
   */
  readonly init?: boolean | undefined;
  /** Directories of the host of which parts may be bound. @default none */
  readonly bindsUnder?: readonly string[] | undefined;
  /** The runtime that every container must have, such as `'runsc'`; the engine must know it. @default the spec's */
  readonly runtime?: string | undefined;
  /** Size of the writable layer, which the engine's storage must be able to limit. @default none */
  readonly storage?: SizeInput | undefined;
  /** Whether the engine must map users to others, or run without root. @default false */
  readonly userns?: boolean | undefined;
}

/** The hardening of a family's members: its name, or its name with exceptions. */
export type ProfileOption = 'untrusted' | UntrustedOptions;

export interface UntrustedProfile {
  readonly memoryBytes: number;
  readonly cpus: number;
  readonly pids: number;
  readonly tmpfsBytes: number;
  readonly user: string;
  readonly capAdd: readonly string[];
  readonly bindsUnder: readonly string[];
  readonly runtime: string | undefined;
  readonly storageBytes: number | undefined;
  readonly userns: boolean;
  readonly init: boolean;
}

/** A user that is not root, by number: a name is whatever an image says that it is. */
export const NUMERIC_USER = /^[1-9]\d{0,9}:[1-9]\d{0,9}$/;

const readUser: Reader<string> = (value, problems) =>
  typeof value === 'string' && NUMERIC_USER.test(value)
    ? value
    : problems.refuse(value, "a user and group that are not root, by number, such as '1000:1000'");
const readCapability: Reader<string> = (value, problems) =>
  typeof value === 'string' && /^[A-Z_]+$/.test(value) && value !== 'ALL'
    ? value
    : problems.refuse(value, "a capability such as 'NET_BIND_SERVICE'");
const readDirectory: Reader<string> = (value, problems) =>
  typeof value === 'string' && /^\/[^/]/.test(value) && !/\/\.{0,2}(\/|$)/.test(value)
    ? value
    : problems.refuse(value, "an absolute path below '/', without '.', '..' and a '/' at its end");
const readName: Reader<'untrusted'> = (value, problems) =>
  value === 'untrusted' ? value : problems.refuse(value, "'untrusted'");

const readBoolean: Reader<boolean> = (value, problems) =>
  typeof value === 'boolean' ? value : problems.refuse(value, 'true or false');

const readOptions = readFields<
  {
    name: 'untrusted';
    memory: number;
    cpus: number;
    pids: number;
    tmpfs: number;
    user: string;
    capAdd: readonly string[];
    bindsUnder: readonly string[];
    runtime: string;
    storage: number;
    userns: boolean;
    init: boolean;
  },
  'name'
>(
  {
    name: readName,
    memory: readSize,
    cpus: readNumber(0.001, 10_000),
    pids: readInteger(1),
    tmpfs: readSize,
    user: readUser,
    capAdd: readList(readCapability),
    bindsUnder: readList(readDirectory),
    runtime: readText,
    storage: readSize,
    userns: readBoolean,
    init: readBoolean,
  },
  { name: "'untrusted'" },
);

/** Reads the option `profile` of a family. */
export function readProfile(value: unknown, problems: Problems): UntrustedProfile | undefined {
  if (value !== 'untrusted' && !isRecord(value)) {
    return problems.refuse(value, "'untrusted' or { name: 'untrusted', … }");
  }
  const given = readOptions(value === 'untrusted' ? { name: value } : value, problems);
  if (given === undefined) return undefined;
  return {
    memoryBytes: given.memory ?? 512 << 20,
    cpus: given.cpus ?? 1,
    pids: given.pids ?? 256,
    tmpfsBytes: given.tmpfs ?? 64 << 20,
    user: given.user ?? '65534:65534',
    capAdd: given.capAdd ?? [],
    bindsUnder: given.bindsUnder ?? [],
    runtime: given.runtime,
    storageBytes: given.storage,
    userns: given.userns ?? false,
    init: given.init ?? true,
  };
}
