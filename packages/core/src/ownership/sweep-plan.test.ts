import { expect, test } from 'vitest';
import type { Ownership } from '../labels/index.ts';
import { printSweep } from './print-sweep.ts';
import { printSession, type Session } from './session.ts';
import type { SessionContainers } from './session-containers.ts';
import type { Viewpoint } from './session-verdict.ts';
import { type OwnedThing, planSweep } from './sweep-plan.ts';

const ours: Session = {
  host: 'aaaaaaaaaaaa',
  boot: 'bbbbbbbbbbbb',
  namespace: '4026531836',
  pid: 100,
  start: '5000',
};
const processes = new Map([
  [100, '5000'],
  [200, '6000'],
  [201, 'hidden'],
]);
const here: Viewpoint = {
  session: ours,
  engineIsLocal: true,
  containerised: false,
  startOf: (pid) => processes.get(pid),
};

const CONTAINER = 'd'.repeat(64);
const asked = (state: 'runs' | 'gone' | undefined): Partial<Viewpoint> => ({
  containers: { stateOf: () => state } as unknown as SessionContainers,
});
const inside: Partial<Viewpoint> = { session: { ...ours, container: CONTAINER } };

function decide(
  session: Partial<Session> | string,
  seen: Partial<Viewpoint> = {},
  lifetime: Ownership['lifetime'] = 'session',
) {
  const printed = typeof session === 'string' ? session : printSession({ ...ours, ...session });
  const thing = container('x', printed, lifetime);
  return planSweep([thing], { ...here, ...seen }).map(({ action, why }) => `${action}: ${why}`)[0];
}

function container(name: string, session: string, lifetime: Ownership['lifetime'] = 'session'): OwnedThing {
  return {
    kind: 'container',
    id: name,
    name,
    ownership: { blueprint: 'bp', session, name, lifetime, nonce: '' },
  };
}

test.each([
  ['our own', {}, {}, 'keep: process 100 is alive'],
  ['another that is alive', { pid: 200, start: '6000' }, {}, 'keep: process 200 is alive'],
  ['one whose process is gone', { pid: 300, start: '1' }, {}, 'remove: process 300 is gone'],
  [
    'one whose pid is used again',
    { pid: 200, start: '5999' },
    {},
    'remove: process 200 is another process now',
  ],
  [
    'one that may not be looked at',
    { pid: 201, start: '1' },
    {},
    'keep: process 201 exists and may be another',
  ],
  [
    'one that was not looked at',
    { pid: 200, start: 'hidden' },
    {},
    'keep: process 200 exists and may be another',
  ],
  ['gone, on another host', { host: 'cccccccccccc', pid: 300 }, {}, 'keep: its process is on another host'],
  ['before a reboot', { boot: 'cccccccccccc' }, {}, 'remove: the machine was rebooted since'],
  [
    'before a reboot, engine elsewhere',
    { boot: 'cccccccccccc' },
    { engineIsLocal: false },
    'keep: it is of another boot, and the engine is not on this machine',
  ],
  ['in another pid namespace', { namespace: '1' }, {}, 'keep: its process is in another pid namespace'],
  [
    'in this container before its restart',
    { namespace: '1' },
    { containerised: true },
    'remove: this container was restarted since',
  ],
  [
    'in a container that is gone, of another host name',
    { host: 'cccccccccccc', container: CONTAINER },
    asked('gone'),
    'remove: the container dddddddddddd of its process is gone',
  ],
  [
    'in a container that runs, whatever its pid says here',
    { pid: 300, container: CONTAINER },
    asked('runs'),
    'keep: the container dddddddddddd of its process runs',
  ],
  [
    'in a container that the engine was not asked about',
    { pid: 300, container: CONTAINER },
    asked(undefined),
    'keep: its process is in the container dddddddddddd',
  ],
  ['in our container', { container: CONTAINER }, inside, 'keep: process 100 is alive'],
  ['in our container, and gone', { pid: 300, container: CONTAINER }, inside, 'remove: process 300 is gone'],
  [
    'in our container before its restart, with a host name of its own',
    { namespace: '1', container: CONTAINER },
    inside,
    'remove: this container was restarted since',
  ],
  [
    'on the host, as seen from a container',
    { host: 'cccccccccccc', pid: 300 },
    inside,
    'keep: its process is on another host',
  ],
  ['unreadable', 'whatever', {}, 'keep: its session is written in an unknown way'],
] as const)('a session that is %s', (_, session, seen, expected) => {
  expect(decide(session, seen)).toBe(expected);
});

test('persistent things stay, also those of dead sessions', () => {
  expect(decide({ pid: 300 }, {}, 'persistent')).toBe('keep: it outlives its session');
});

test('containers go before networks, and the plan prints', () => {
  const dead = printSession({ ...ours, pid: 300 });
  const network: OwnedThing = { ...container('net', dead), kind: 'network' };
  expect(
    printSweep(planSweep([network, container('db', dead), container('web', printSession(ours))], here)),
  ).toBe(
    [
      'remove container db (session of blueprint bp): process 300 is gone',
      'keep container web (session of blueprint bp): process 100 is alive',
      'remove network net (session of blueprint bp): process 300 is gone',
    ].join('\n'),
  );
});
