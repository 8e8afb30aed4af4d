import { invalid } from '../../errors/index.ts';
import {
  Problems,
  type Reader,
  readFields,
  readFlag,
  readInteger,
  readSize,
  readWord,
} from '../../input/index.ts';
import { isRecord } from '../../json/index.ts';
import type { Lifetime } from '../../labels/index.ts';
import { readProfile } from '../profile/index.ts';
import type {
  CapacitySettings,
  CrashSettings,
  FamilyNetwork,
  FamilySettings,
  LifeSettings,
} from './family-settings.ts';
import { readIdle } from './read-idle.ts';
import { readPeriod } from './read-period.ts';

const NO_LIMIT = Number.POSITIVE_INFINITY;

/** The name of a family is part of a file's name and of names in the engine. */
const NAME = /^[a-z0-9](?:[a-z0-9_-]{0,38}[a-z0-9])?$/i;

const readCallback: Reader<object> = (value, problems) =>
  typeof value === 'function' ? value : problems.refuse(value, 'a function');
const readSchema: Reader<object> = (value, problems) =>
  value !== null && (typeof value === 'object' || typeof value === 'function') && '~standard' in value
    ? value
    : problems.refuse(value, 'a schema, such as one of zod');

/** Fields that are used as they are given. */
const AS_GIVEN: Readonly<Record<string, Reader<unknown>>> = {
  key: readSchema,
  data: readSchema,
  load: readCallback,
  dataInLabel: readFlag,
  afterWake: readCallback,
  beforeSleep: readCallback,
  beforeRemove: readCallback,
};

const KNOWN = [
  'idle',
  'life',
  'keep',
  'capacity',
  'crash',
  'startTimeout',
  'hookTimeout',
  'lifetime',
  'network',
  'profile',
  'pool',
  ...Object.keys(AS_GIVEN),
];

/**
 * The options, checked and complete.
 *
 * @throws DocktopusError `family.invalid` with every problem.
 */
export function familySettings(name: string, options: unknown): FamilySettings {
  const problems = new Problems();
  if (!NAME.test(name)) {
    const expected = 'up to 40 letters, digits, dashes and underscores, with a letter or digit at both ends';
    problems.at('name').refuse(name, expected);
  }
  const given = isRecord(options) ? options : {};
  if (!isRecord(options))
    problems.refuse(options, "options such as { idle: { after: '15m', then: 'stop' } }");
  const read = <T>(field: string, reader: Reader<T>): T | undefined =>
    given[field] === undefined ? undefined : reader(given[field], problems.at(field));
  for (const field of Object.keys(given)) if (!KNOWN.includes(field)) problems.refuseUnknown(field, KNOWN);
  for (const [field, reader] of Object.entries(AS_GIVEN)) read(field, reader);
  const profile = read('profile', readProfile);
  const network = read<FamilyNetwork>('network', readWord(['shared', 'isolated', 'none']));
  if (network === 'shared' && profile !== undefined) {
    problems.at('network').refuse(network, "'isolated' or 'none'", {
      because: 'the profile keeps members apart from everything else',
    });
  }
  const lifetime = read<Lifetime>('lifetime', readWord(['session', 'persistent'])) ?? 'session';
  const pool = read('pool', readPool);
  if (pool !== undefined && lifetime === 'persistent') {
    problems.at('pool').refuse(given.pool, "none, or lifetime: 'session'", {
      because:
        'persistent members are found again by their labels, and a container that waits for its key has none',
    });
  }
  const settings: FamilySettings = {
    idle: readIdle(given.idle, problems.at('idle')) ?? [],
    life: read('life', readLife),
    keepMs: read('keep', readPeriod(0)) ?? NO_LIMIT,
    capacity: toCapacity(read('capacity', readCapacity)),
    crash: toCrash(read('crash', readCrash)),
    startTimeoutMs: read('startTimeout', readPeriod(1)) ?? 300_000,
    hookTimeoutMs: read('hookTimeout', readPeriod(1)) ?? 10_000,
    lifetime,
    network: network ?? (profile === undefined ? 'shared' : 'isolated'),
    profile,
    pool: pool && { ready: pool.ready, maxAgeMs: pool.maxAge ?? NO_LIMIT },
  };
  if (problems.issues.length > 0) throw invalid('family.invalid', 'family', problems.issues, name);
  return settings;
}

const readPool = readFields<{ ready: number; maxAge: number }, 'ready'>(
  { ready: readInteger(1, 100), maxAge: readPeriod(1_000) },
  { ready: 'how many containers wait for keys' },
);

const readLifeFields = readFields<{ max: number; warn: number }, 'max'>(
  { max: readPeriod(1), warn: readPeriod(0) },
  { max: "a duration such as '8h'" },
);

const readLife: Reader<LifeSettings> = (value, problems) => {
  const given = isRecord(value) ? readLifeFields(value, problems) : asMax(readPeriod(1)(value, problems));
  if (given === undefined) return undefined;
  const { max: maxMs, warn: warnMs = Math.min(60_000, maxMs / 10) } = given;
  if (warnMs >= maxMs) problems.at('warn').refuse(given.warn, `less than max (${maxMs} ms)`);
  return { maxMs, warnMs };
};

function asMax(max: number | undefined): { readonly max: number; readonly warn?: number } | undefined {
  return max === undefined ? undefined : { max };
}

const readFunction: Reader<object> = (value, problems) =>
  typeof value === 'function' ? value : problems.refuse(value, 'a function that gives the group of a key');

const readCapacity = readFields<{
  running: number;
  starting: number;
  memory: number;
  per: { by: object; running: number };
  whenFull: CapacitySettings['whenFull'];
  waiting: number;
}>({
  running: readInteger(1),
  starting: readInteger(1),
  memory: readSize,
  per: readFields<{ by: object; running: number }, 'by' | 'running'>(
    { by: readFunction, running: readInteger(1) },
    { by: 'a function that gives the group of a key', running: 'how many members of a group run at most' },
  ),
  whenFull: readWord(['refuse', 'wait', 'evict']),
  waiting: readInteger(0),
});

function toCapacity(given: ReturnType<typeof readCapacity> = {}): CapacitySettings {
  return {
    running: given.running ?? NO_LIMIT,
    starting: given.starting ?? NO_LIMIT,
    memoryBytes: given.memory ?? NO_LIMIT,
    perGroup: given.per?.running ?? NO_LIMIT,
    whenFull: given.whenFull ?? 'refuse',
    waiting: given.waiting ?? 1_000,
  };
}

const readCrash = readFields<{
  restart: CrashSettings['restart'];
  most: number;
  within: number;
  firstDelay: number;
  longestDelay: number;
}>({
  restart: readWord(['on-failure', 'always', 'never']),
  most: readInteger(1, 100),
  within: readPeriod(1),
  firstDelay: readPeriod(0),
  longestDelay: readPeriod(0),
});

function toCrash(given: ReturnType<typeof readCrash> = {}): CrashSettings {
  return {
    restart: given.restart ?? 'on-failure',
    most: given.most ?? 3,
    withinMs: given.within ?? 60_000,
    firstDelayMs: given.firstDelay ?? 1_000,
    longestDelayMs: given.longestDelay ?? 60_000,
  };
}
