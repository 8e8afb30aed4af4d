import { expect, test } from 'vitest';
import type { Docker } from '../engine/index.ts';
import { printable } from '../errors/index.ts';
import { Container } from './container.ts';
import { attach, exec, execStream } from './exec/index.ts';
import { copyFrom, copyTo, readFile } from './files/index.ts';
import { readHostPort } from './host-port.ts';
import { readLogs } from './logs/index.ts';
import { statsOnce, statsStream } from './stats/index.ts';

const sent: string[] = [];
const engine = new Proxy({}, { get: (_, call) => () => sent.push(String(call)) });
const docker = { engine, endpoint: 'unix:///x', version: { engine: 'docker' } } as unknown as Docker;
const target = { docker, id: 'x', subject: 'box' };

const { spec } = Container.builder(undefined, 'busybox:1.36').name('box');
const box = Container.slot(docker, spec);

const calls: Readonly<Record<string, (options: never) => Promise<unknown>>> = {
  logs: (options) => readLogs(target, options).next(),
  exec: (options) => exec(target, ['true'], options),
  execStream: (options) => execStream(target, ['true'], options),
  attach: (options) => attach(target, options),
  copyTo: (options) => copyTo(target, { content: '' }, '/x', options),
  copyFrom: (options) => copyFrom(target, '/x', '/tmp/x', options),
  readFile: (options) => readFile(target, '/x', options),
  stats: (options) => statsOnce(target, options),
  port: (port) => readHostPort(target, port, {}),
  stop: async (options) => box.stop(options),
  restart: async (options) => box.restart(options),
  kill: async (options) => box.kill(options),
  remove: async (options) => box.remove(options),
  start: async (options) => box.start(options),
  adopt: async (options) => box.adopt('x', options),
  create: async (options) => box.create(options),
  pause: async (options) => box.pause(options),
  unpause: async (options) => box.unpause(options),
  rename: async (options) => box.rename('x', options),
  run: async (options) => box.run(options),
  runStream: async (options) => box.runStream(options),
  statsStream: (options) => statsStream(target, options).next(),
  status: async (options) => box.status(options),
  until: async (options) => box.until('running', options),
  wait: async (options) => box.wait(options),
};

const MOMENT = "a Date, seconds since 1970, or a time such as '2026-01-31T12:00:00Z'";
const bad: readonly [call: string, options: unknown, problem: string][] = [
  ...[0, Number.NaN, -1, 'x', 1e300].map((maxLineBytes): [string, unknown, string] => [
    'logs',
    { maxLineBytes },
    `maxLineBytes: got ${printable(maxLineBytes)}, expected a whole number from 1 to 1073741824`,
  ]),
  ['logs', { tail: -1 }, 'tail: got -1, expected a whole number of at least 0'],
  ['logs', { follow: 'yes' }, 'follow: got "yes", expected true or false'],
  ['logs', { since: 'yesterday' }, `since: got "yesterday", expected ${MOMENT}`],
  ['logs', { until: new Date('x') }, `until: got an invalid Date, expected ${MOMENT}`],
  ['logs', { until: 1e300 }, `until: got 1e+300, expected ${MOMENT}`],
  ['exec', { maxOutputBytes: Number.NaN }, 'maxOutputBytes: got NaN, expected a whole number of at least 0'],
  ['exec', { overflow: 'drop' }, "overflow: got \"drop\", expected one of 'error', 'truncate'"],
  ['exec', { stdin: 5 }, 'stdin: got 5, expected a string, bytes, or an async iterable of them'],
  ['exec', { user: 1000 }, 'user: got 1000, expected a string'],
  ['execStream', { tty: 1 }, 'tty: got 1, expected true or false'],
  ['attach', { stdin: 'x' }, 'stdin: got "x", expected true or false'],
  ['copyTo', { mode: 0o10000 }, 'mode: got 4096, expected a whole number from 0 to 4095'],
  ['copyTo', { uid: -1 }, 'uid: got -1, expected a whole number from 0 to 2147483647'],
  ['copyFrom', { maxEntries: 0 }, 'maxEntries: got 0, expected a whole number of at least 1'],
  ['readFile', { maxBytes: '1m' }, 'maxBytes: got "1m", expected a whole number of at least 0'],
  ['stop', { graceMs: Number.NaN }, 'graceMs: got NaN, expected milliseconds from 0 to 2147483647'],
  ['stop', { graceMs: 1e300 }, 'graceMs: got 1e+300, expected milliseconds from 0 to 2147483647'],
  ['stop', 5_000, 'options: got 5000, expected an object'],
  ['restart', { graceMs: '5s' }, 'graceMs: got "5s", expected milliseconds from 0 to 2147483647'],
  ['kill', { unixSignal: 'SIGKIL' }, 'unixSignal: got "SIGKIL", expected a signal of Linux'],
  ['remove', { force: 'yes' }, 'force: got "yes", expected true or false'],
  [
    'start',
    { until: 'raedy' },
    "until: got \"raedy\", expected one of 'started', 'ready', 'exited'; did you mean 'ready'?",
  ],
  ['start', { keepOnFailure: 1 }, 'keepOnFailure: got 1, expected true or false'],
  // A slip that was dropped in silence would look like success.
  ['logs', { folow: true }, "did you mean 'follow'?"],
  ['exec', { maxOutputByte: 1 }, "did you mean 'maxOutputBytes'?"],
  ['execStream', { privileged: false, usr: 'root' }, "did you mean 'user'?"],
  ['execStream', { maxOutputBytes: 1 }, 'maxOutputBytes: got an unknown key'],
  ['attach', { stdn: true }, "did you mean 'stdin'?"],
  ['copyTo', { owner: 5 }, 'owner: got an unknown key'],
  ['copyFrom', { overwite: true }, "did you mean 'overwrite'?"],
  ['readFile', { maxByte: 5 }, "did you mean 'maxBytes'?"],
  [
    'stop',
    { graceSeconds: 5 },
    'graceSeconds: got an unknown key, expected one of timeoutMs, signal, graceMs',
  ],
  ['restart', { gracems: 5 }, "did you mean 'graceMs'?"],
  ['kill', { unixSignall: 'SIGHUP' }, "did you mean 'unixSignal'?"],
  ['remove', { forse: true }, "did you mean 'force'?"],
  ['start', { untill: 'started' }, "did you mean 'until'?"],
  ...[
    'adopt',
    'attach',
    'copyFrom',
    'copyTo',
    'create',
    'exec',
    'execStream',
    'kill',
    'logs',
    'pause',
    'readFile',
    'remove',
    'rename',
    'restart',
    'run',
    'runStream',
    'start',
    'stats',
    'statsStream',
    'status',
    'stop',
    'unpause',
    'until',
    'wait',
  ].map((call): [string, unknown, string] => [
    call,
    { timeoutMS: 5_000 },
    'timeoutMS: got an unknown key, expected one of timeoutMs, signal',
  ]),
  ['port', Number.NaN, 'port: got NaN, expected a whole number from 1 to 65535'],
  [
    'port',
    'http',
    'port: got "http", expected a port from 0 to 65535 or an ascending range such as 8000-8010',
  ],
  ...[
    'logs',
    'exec',
    'execStream',
    'attach',
    'copyTo',
    'copyFrom',
    'readFile',
    'stats',
    'stop',
    'remove',
    'start',
  ].map((call): [string, unknown, string] => [
    call,
    { timeoutMs: Number.NaN },
    'timeoutMs: got NaN, expected milliseconds from 1 to 2147483647, or 0 for no deadline',
  ]),
];

test.each(bad)('%s with %j is refused in words, before anything is sent', async (call, options, problem) => {
  await expect(calls[call]?.(options as never)).rejects.toMatchObject({
    code: 'spec.invalid',
    message: expect.stringMatching(/^container\.\w+ box: 1 problem\n {2}/),
    details: { issues: [expect.anything()] },
  });
  await expect(calls[call]?.(options as never)).rejects.toThrow(problem);
  expect(sent).toEqual([]);
});

test.each<[call: string, make: () => Promise<unknown>, problem: string]>([
  [
    'copyTo',
    () => copyTo(target, undefined as never, '/x', {}),
    'source: got undefined, expected the path of a file or a directory, or { content }',
  ],
  [
    'copyTo',
    () => copyTo(target, { content: 5 } as never, '/x', {}),
    'source.content: got a number, expected a string, bytes, or a Secret',
  ],
  [
    'copyTo',
    () => copyTo(target, '/etc/hosts', 5 as never, {}),
    'containerPath: got 5, expected an absolute',
  ],
  ['copyFrom', () => copyFrom(target, null as never, '/tmp/x', {}), 'containerPath: got null, expected'],
  [
    'copyFrom',
    () => copyFrom(target, '/x', undefined as never, {}),
    'target: got undefined, expected a string',
  ],
  ['readFile', () => readFile(target, undefined as never, {}), 'containerPath: got undefined, expected'],
  ['exec', () => exec(target, ['true'], { env: null as never }), 'env: got [hidden], expected an object'],
])('%s refuses an argument of another kind in words (%#)', async (_call, make, problem) => {
  await expect(make()).rejects.toMatchObject({ code: 'spec.invalid' });
  await expect(make()).rejects.toThrow(problem);
  expect(sent).toEqual([]);
});
