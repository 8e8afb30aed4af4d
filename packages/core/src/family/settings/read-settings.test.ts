import { expect, test } from 'vitest';
import { familySettings } from './read-settings.ts';

const read = (options: unknown, name = 'box') => familySettings(name, options);
const idle = { after: '15m', then: 'stop' } as const;

test('what is not said has a stated default', () => {
  expect(read({ idle })).toEqual({
    idle: [{ action: 'stop', afterMs: 900_000 }],
    life: undefined,
    keepMs: Number.POSITIVE_INFINITY,
    capacity: {
      running: Number.POSITIVE_INFINITY,
      starting: Number.POSITIVE_INFINITY,
      memoryBytes: Number.POSITIVE_INFINITY,
      perGroup: Number.POSITIVE_INFINITY,
      whenFull: 'refuse',
      waiting: 1_000,
    },
    crash: { restart: 'on-failure', most: 3, withinMs: 60_000, firstDelayMs: 1_000, longestDelayMs: 60_000 },
    startTimeoutMs: 300_000,
    hookTimeoutMs: 10_000,
    lifetime: 'session',
    network: 'shared',
    profile: undefined,
    pool: undefined,
  });
});

test.each<[string, unknown, unknown]>([
  ['never', 'never', []],
  ['one step', { after: 5, then: 'remove' }, [{ action: 'remove', afterMs: 5 }]],
  [
    'two steps',
    { then: [{ pause: '2m' }, { stop: '15m' }] },
    [
      { action: 'pause', afterMs: 120_000 },
      { action: 'stop', afterMs: 900_000 },
    ],
  ],
])('idle can be %s', (_, given, expected) => expect(read({ idle: given }).idle).toEqual(expected));

test('a life warns a tenth of it before its end, and a minute at most', () => {
  expect(read({ idle, life: '100s' }).life).toEqual({ maxMs: 100_000, warnMs: 10_000 });
  expect(read({ idle, life: { max: '24h' } }).life).toEqual({ maxMs: 86_400_000, warnMs: 60_000 });
  expect(read({ idle, life: { max: '1h', warn: 0 } }).life).toEqual({ maxMs: 3_600_000, warnMs: 0 });
});

test('a profile isolates, and may go without a network', () => {
  expect(read({ idle, profile: 'untrusted' }).network).toBe('isolated');
  expect(read({ idle, profile: 'untrusted', network: 'none' }).network).toBe('none');
  expect(read({ idle, profile: { name: 'untrusted', memory: '1g', runtime: 'runsc' } }).profile).toMatchObject({
    memoryBytes: 2 ** 30, cpus: 1, pids: 256, user: '65534:65534', capAdd: [], bindsUnder: [], runtime: 'runsc',
  }); // biome-ignore format: a row
});

test('days are understood, alone and with hours', () => {
  expect(read({ idle, keep: '7d' }).keepMs).toBe(7 * 86_400_000);
  expect(read({ idle, keep: '1.5d2h' }).keepMs).toBe(38 * 3_600_000);
  expect(() => read({ idle, keep: '7days' })).toThrow('keep: got "ays"');
});

test('capacity is read in the units of specs', () => {
  const capacity = {
    running: 200,
    starting: 8,
    memory: '48g',
    per: { by: () => 'a', running: 5 },
    whenFull: 'evict',
    waiting: 0,
  };
  expect(read({ idle, capacity }).capacity).toEqual({
    running: 200, starting: 8, memoryBytes: 48 * 2 ** 30, perGroup: 5, whenFull: 'evict', waiting: 0,
  }); // biome-ignore format: a row
});

test.each<[string, unknown, string]>([
  [
    'no options',
    undefined,
    "got undefined, expected options such as { idle: { after: '15m', then: 'stop' } }",
  ],
  [
    'no idle',
    {},
    "idle: got nothing, expected { after: '15m', then: 'stop' }, { then: [{ pause: '2m' }, { stop: '15m' }] }, or 'never', because each of them has its price, and only the author knows which one to pay",
  ],
  ['another word', { idle: 'always' }, 'idle: got "always", expected { after'],
  ['half of it', { idle: { after: '15m' } }, "idle.then: got nothing, expected 'pause', 'stop' or 'remove'"],
  [
    'the other half',
    { idle: { then: 'stop' } },
    "idle.after: got nothing, expected a duration such as '15m'",
  ],
  ['a bad duration', { idle: { after: '15 minutes', then: 'stop' } }, 'idle.after: got "15 minutes"'],
  ['no time at all', { idle: { after: 0, then: 'stop' } }, 'idle.after: got 0, expected from 1 ms to'],
  ['no steps', { idle: { then: [] } }, 'idle.then: got [], expected at least one step'],
  [
    'steps that go up',
    { idle: { then: [{ stop: 1 }, { pause: 2 }] } },
    'idle.then[1]: got "pause", expected a step that goes deeper than stop',
  ],
  [
    'steps that go back',
    { idle: { then: [{ pause: 5 }, { stop: 5 }] } },
    'idle.then[1].stop: got 5, expected more than the 5 ms of pause',
  ],
  [
    'two in one step',
    { idle: { then: [{ pause: 5, stop: 6 }] } },
    'idle.then[0]: got {"pause":5,"stop":6}, expected one of pause, stop and remove',
  ],
  [
    'a warning that is longer than a life',
    { idle, life: { max: '1m', warn: '1m' } },
    'life.warn: got 60000, expected less than max (60000 ms)',
  ],
  ['a life without an end', { idle, life: {} }, "life.max: got nothing, expected a duration such as '8h'"],
  [
    'limits by another name',
    { idle, capacity: { runing: 1 } },
    "capacity.runing: got an unknown key, expected one of running, starting, memory, per, whenFull, waiting; did you mean 'running'?",
  ],
  [
    'a limit of nothing',
    { idle, capacity: { running: 0 } },
    'capacity.running: got 0, expected a whole number of at least 1',
  ],
  [
    'half a limit for groups',
    { idle, capacity: { per: { running: 1 } } },
    'capacity.per.by: got nothing, expected a function that gives the group of a key',
  ],
  [
    'no numbers',
    { idle, capacity: { memory: 'lots' }, crash: { most: 1.5 } },
    'crash.most: got 1.5, expected a whole number from 1 to 100',
  ],
  [
    'another lifetime',
    { idle, lifetime: 'forever' },
    "lifetime: got \"forever\", expected one of 'session', 'persistent'",
  ],
  [
    'another name for one',
    { idle, lifeTime: 'session' },
    "lifeTime: got an unknown key, expected a known one; did you mean 'lifetime'?",
  ],
  ['a hook that is none', { idle, afterWake: 'sync' }, 'afterWake: got "sync", expected a function'],
  ['a schema that is none', { idle, key: {} }, 'key: got {}, expected a schema, such as one of zod'],
  [
    'a pool of what must be found again',
    { idle, lifetime: 'persistent', pool: { ready: 2 } },
    'pool: got {"ready":2}, expected none, or lifetime: \'session\', because persistent members are found again by their labels',
  ],
  [
    'a pool of nothing',
    { idle, pool: { ready: 0 } },
    'pool.ready: got 0, expected a whole number from 1 to 100',
  ],
  [
    'a profile on networks of everybody',
    { idle, profile: 'untrusted', network: 'shared' },
    "network: got \"shared\", expected 'isolated' or 'none', because the profile keeps members apart from everything else",
  ],
  [
    'another profile',
    { idle, profile: 'trusted' },
    "profile: got \"trusted\", expected 'untrusted' or { name: 'untrusted', … }",
  ],
  [
    'a root user, a path that climbs and an unknown word in a profile',
    { idle, profile: { name: 'untrusted', user: '0:0', bindsUnder: ['/srv/../etc'], cpu: 2 } },
    "profile.cpu: got an unknown key, expected one of name, memory, cpus, pids, tmpfs, user, capAdd, bindsUnder, runtime, storage, userns, init; did you mean 'cpus'?",
  ],
  [
    'every capability',
    { idle, profile: { name: 'untrusted', capAdd: ['ALL'] } },
    'profile.capAdd[0]: got "ALL", expected a capability such as \'NET_BIND_SERVICE\'',
  ],
])('options with %s are refused', (_, options, problem) => {
  expect(() => read(options)).toThrow(
    expect.objectContaining({ code: 'family.invalid', message: expect.stringContaining(problem) }),
  );
});

test.each(['', 'a/b', '../x', '-a', 'a-', 'x'.repeat(41), 'ä'])('%j is no name of a family', (name) => {
  expect(() => read({ idle }, name)).toThrow(/name: got /);
});

test('all problems come in one error', () => {
  expect(() => read({ idle: 'x', keep: -1, life: 'y', capacity: { running: 'z' } })).toThrow(
    /^family box: 4 problems/,
  );
});
