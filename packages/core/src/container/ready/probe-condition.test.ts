import { Subject } from 'rxjs';
import { expect, test } from 'vitest';
import type { ContainerInspect, Docker } from '../../engine/index.ts';
import { invalid } from '../../errors/index.ts';
import { type ContainerSnapshot, noContainer } from '../../status/index.ts';
import type { ProbeTarget } from './probe.ts';
import { type Pending, probeCondition } from './probe-condition.ts';
import { ready } from './ready.ts';

/** A container without a shell, whose snapshots the test makes; every command in it hangs until it is aborted. */
function setup() {
  const snapshots = new Subject<ContainerSnapshot>();
  const running: AbortSignal[] = [];
  const createExec = (
    _id: string,
    { Cmd }: { Cmd: readonly string[] },
    { signal }: { signal: AbortSignal },
  ) => {
    if (Cmd[0] === 'sh') return Promise.reject(invalid('spec.invalid', 'container.exec', []));
    running.push(signal);
    return new Promise((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
    );
  };
  const target: ProbeTarget = {
    docker: { engine: { createExec } } as unknown as Docker,
    id: 'a',
    subject: 'box',
    inspect: { Config: { Healthcheck: { Test: ['CMD', 'true'] } } } as unknown as ContainerInspect,
    mayRecover: false,
    snapshots,
  };
  const pending: Pending = new Map();
  const abort = new AbortController();
  const probe = (condition: Parameters<typeof probeCondition>[1]) =>
    probeCondition(target, condition, pending, abort.signal);
  const say = (facts: Partial<ContainerSnapshot>) => snapshots.next({ ...noContainer('a'), ...facts });
  return { snapshots, running, pending, abort, probe, say };
}

test('any: the first that holds cancels the others', async () => {
  const { snapshots, running, probe, say } = setup();
  const probing = probe(ready.any(ready.command(['a']), ready.healthy(), ready.command(['b'])));
  await expect.poll(() => running.length).toBe(2);
  say({ status: 'running', health: 'healthy' });
  await probing;
  expect(running.map(({ aborted }) => aborted)).toEqual([true, true]);
  expect(snapshots.observed).toBe(false);
});

test('all: what still does not hold is pending, with its reason; the rest is not asked again', async () => {
  const { pending, probe, say } = setup();
  const probing = probe(ready.all(ready.healthy(), ready.exit(3)));
  say({ status: 'running', health: 'healthy' });
  await expect.poll(() => [...pending.values()]).toEqual(['it has not ended']);
  say({ status: 'exited', exitCode: 3 });
  await probing;
  expect(pending.size).toBe(0);
});

test('all: one that never will hold cancels the others', async () => {
  const { running, snapshots, probe } = setup();
  const probing = probe(ready.all(ready.command(['a']), ready.healthy()));
  await expect.poll(() => running.length).toBe(1);
  snapshots.complete();
  await expect(probing).rejects.toMatchObject({ code: 'container.removed' });
  expect(running[0]?.aborted).toBe(true);
});

test('any of nothing that can hold fails with the reasons', async () => {
  const { snapshots, probe } = setup();
  const probing = probe(ready.any(ready.healthy(), ready.exit()));
  snapshots.complete();
  await expect(probing).rejects.toThrow('none of healthy, exit(0) can hold');
});

test('an abort ends everything', async () => {
  const { running, snapshots, abort, probe } = setup();
  const probing = probe(ready.all(ready.command(['a']), ready.any(ready.healthy(), ready.exit())));
  await expect.poll(() => running.length).toBe(1);
  const reason = new Error('enough');
  abort.abort(reason);
  await expect(probing).rejects.toBe(reason);
  expect(running[0]?.aborted).toBe(true);
  expect(snapshots.observed).toBe(false);
});

test('a last known state is no proof', async () => {
  const { probe, say, pending, abort } = setup();
  const probing = probe(ready.healthy());
  say({ status: 'running', health: 'healthy', stale: true });
  expect(pending.size).toBe(1);
  abort.abort();
  await expect(probing).rejects.toThrow();
});
