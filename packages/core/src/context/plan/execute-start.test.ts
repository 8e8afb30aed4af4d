import { expect, test } from 'vitest';
import type { DependencyCondition } from '../../container/index.ts';
import { DocktopusError } from '../../errors/index.ts';
import { abortable, abortedError, Semaphore } from '../../scope/index.ts';
import { executeStart, type StartActions } from './execute-start.ts';
import type { StartStep } from './start-plan.ts';

const never = new AbortController().signal;

const step = (name: string, after: Record<string, DependencyCondition> = {}): StartStep => ({
  name,
  engineName: name,
  action: 'create',
  why: '',
  removes: [],
  after,
});

/** Containers that go on when the test says so. */
function setup(slots = 10) {
  const log: string[] = [];
  const waiting = new Map<string, { resolve: (value?: unknown) => void; reject: (error: Error) => void }>();
  const wait = (what: string, signal: AbortSignal) => {
    const asked = new Promise<unknown>((resolve, reject) => waiting.set(what, { resolve, reject }));
    const reason = () => Promise.reject(abortedError(what, undefined, signal.reason));
    return abortable(asked, signal).catch((error) => (signal.aborted ? reason() : Promise.reject(error)));
  };
  const actions: StartActions = {
    async create({ name }) {
      log.push(`create ${name}`);
    },
    async start({ name }, signal, onStarted) {
      log.push(`start ${name}`);
      await wait(`${name} started`, signal);
      onStarted();
      await wait(`${name} ready`, signal);
      log.push(`${name} is ready`);
    },
    async exitCode({ name }, signal) {
      return Number(await wait(`${name} exit`, signal));
    },
  };
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    log,
    run: (steps: readonly StartStep[], signal = never) =>
      executeStart(steps, actions, new Semaphore(slots), signal),
    async reach(what: string, value?: unknown) {
      await turn();
      waiting.get(what)?.resolve(value);
      await turn();
    },
    async fail(what: string, error: Error) {
      await turn();
      waiting.get(what)?.reject(error);
      await turn();
    },
  };
}

test('each begins when what it waits for has come as far as it asked', async () => {
  const { log, run, reach } = setup();
  const done = run([
    step('db'),
    step('logger', { db: 'started' }),
    step('migrate', { db: 'ready' }),
    step('web', { migrate: 'completed', logger: 'ready' }),
  ]);
  await reach('db started');
  expect(log).toEqual(['create db', 'start db', 'create logger', 'start logger']);
  await reach('db ready');
  await reach('logger started');
  await reach('logger ready');
  expect(log.slice(4)).toEqual(['db is ready', 'create migrate', 'start migrate', 'logger is ready']);
  await reach('migrate started');
  await reach('migrate ready');
  expect(log).not.toContain('create web');
  await reach('migrate exit', 0);
  expect(log.at(-1)).toBe('start web');
  await reach('web started');
  await reach('web ready');
  await done;
});

test('waiting to be ready takes no slot', async () => {
  const { log, run, reach } = setup(1);
  const done = run([step('a'), step('b')]);
  await reach('a started');
  expect(log).toEqual(['create a', 'start a', 'create b', 'start b']);
  for (const what of ['b started', 'b ready', 'a ready']) await reach(what);
  await done;
});

test('the first failure ends what is under way, and nothing else begins', async () => {
  const { log, run, reach, fail } = setup();
  const done = run([step('a'), step('b'), step('c', { a: 'ready' })]);
  const refused = expect(done).rejects.toThrow('a is broken');
  await reach('b started');
  await fail('a started', new Error('a is broken'));
  await refused;
  expect(log).toEqual(['create a', 'create b', 'start a', 'start b']);
});

test('an exit code other than 0 is not completion', async () => {
  const { log, run, reach } = setup();
  const done = run([step('migrate'), step('web', { migrate: 'completed' })]);
  const refused = expect(done).rejects.toThrow('migrate: it ended with exit code 3');
  await reach('migrate started');
  await reach('migrate ready');
  await reach('migrate exit', 3);
  await refused;
  expect(log).not.toContain('create web');
});

test('several failures come back together, those alone left out that the first one caused', async () => {
  const first = new DocktopusError('image.not-found', { operation: 'x', reason: 'first' });
  const actions: StartActions = {
    create: async ({ name }) => {
      if (name === 'a') throw first;
    },
    start: async ({ name }, signal) => {
      await abortable(new Promise(() => {}), signal).catch(() => undefined);
      throw name === 'b' ? new Error('b cannot be removed') : abortedError('start', name, signal.reason);
    },
    exitCode: async () => 0,
  };
  const steps = [step('a'), step('b'), step('c')];
  const error = await executeStart(steps, actions, new Semaphore(10), never).catch((failure) => failure);
  expect(error).toBeInstanceOf(AggregateError);
  expect(error.errors.map(({ message }: Error) => message)).toEqual(['x: first', 'b cannot be removed']);
  expect(error.cause).toBe(first);
});

test('an abort from outside ends it', async () => {
  const { run } = setup();
  const abort = new AbortController();
  const done = run([step('a')], abort.signal);
  abort.abort(new Error('enough'));
  await expect(done).rejects.toMatchObject({ message: expect.stringMatching(/enough|aborted/) });
});
