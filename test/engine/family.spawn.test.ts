import { expect, test, vi } from 'vitest';
import { FamilyContext } from '../support/family/family-context.ts';

const patience = { timeout: 20_000, interval: 20 };

async function setup(...[options]: Parameters<FamilyContext['family']>) {
  const bench = await FamilyContext.connect();
  const family = bench.family(options);
  const box = await family.use('acme');
  /** The processes of the container whose command line has this word. */
  const processes = async (word: string) => {
    const { stdout } = await box.exec(['sh', '-c', 'cat /proc/[0-9]*/cmdline | tr "\\0\\n" "  "']);
    return stdout.split(word).length - 1;
  };
  return { bench, family, box, processes, [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose]() };
}

test('a command in the background keeps its member awake to its end, and leaves its exit code and output', async () => {
  await using at = await setup({ idle: { after: 300, then: 'stop' } });
  const changes: string[] = [];
  at.family.changes$.subscribe(({ from, to, cause }) => changes.push(`${from}>${to} ${cause}`));
  const command = await at.box.spawn(['sh', '-c', 'echo out; echo err >&2; sleep 2; echo late; exit 3'], {
    id: 'build-1',
    env: { A: 'b' },
  });
  expect(await command.status()).toEqual({ state: 'running' });
  at.box.release();
  expect((await at.family.why('acme'))?.text).toContain('held by spawn build-1 for');
  expect(await command.wait()).toBe(3);
  expect(changes).toEqual([]);
  await vi.waitFor(() => expect(changes).toContain('stopping>stopped idle'), patience);
  const again = await at.family.use('acme');
  const found = await again.spawned('build-1');
  expect(await found?.status()).toEqual({ state: 'exited', exitCode: 3 });
  const { text, next } = (await found?.output()) ?? {};
  expect([text, next]).toEqual(['out\nerr\nlate\n', 13]);
  expect(await found?.output({ from: 8 })).toEqual({ text: 'late\n', next: 13 });
});

test('an id is one command: it is never started a second time', async () => {
  await using at = await setup();
  const argv = ['sh', '-c', 'echo once >> /tmp/count; sleep 60'];
  await at.box.spawn(argv, { id: 'work' });
  await expect(at.box.spawn(argv, { id: 'work' })).rejects.toMatchObject({ code: 'family.command-exists' });
  expect((await at.box.readFile('/tmp/count')).toString()).toBe('once\n');
  expect(await at.box.spawned('other')).toBeUndefined();
  expect((await at.family.why('acme'))?.holds.map(({ kind, what }) => `${kind} ${what}`)).toEqual([
    'use undefined',
    'spawn work',
  ]);
});

test('killing a command ends everything that it has started, and is confirmed', async () => {
  await using at = await setup();
  const script = '(sleep 4242 & sleep 4242 & wait) & sleep 4242';
  const obedient = await at.box.spawn(['sh', '-c', script]);
  await vi.waitFor(async () => expect(await at.processes('sleep 4242')).toBeGreaterThanOrEqual(3), patience);
  expect(await obedient.kill()).toBe(143);
  expect(await at.processes('sleep 4242')).toBe(0);
  const stubborn = await at.box.spawn(['sh', '-c', 'trap "" TERM; while :; do sleep 4242; done']);
  await vi.waitFor(async () => expect(await at.processes('sleep 4242')).toBeGreaterThan(0), patience);
  expect(await stubborn.kill({ graceMs: 400 })).toBe(137);
  expect(await at.processes('sleep 4242')).toBe(0);
  expect(await stubborn.kill()).toBe(137);
  await vi.waitFor(async () => expect((await at.family.why('acme'))?.holds).toHaveLength(1), patience);
});

test('a command that writes without end fills nothing, and goes on', async () => {
  await using at = await setup();
  const command = await at.box.spawn(['sh', '-c', 'yes 0123456789 | head -c 50000000; exit 4'], {
    maxOutputBytes: 1_000,
  });
  expect(await command.wait()).toBe(4);
  expect((await command.output()).next).toBe(1_000);
});

test('a command is refused in words: a bad id, no command, an image without a shell', async () => {
  await using at = await setup();
  await expect(at.box.spawn([], { id: '../x' })).rejects.toThrow(
    /id: got "..\/x", expected up to 63 letters[\s\S]*argv: got \[\], expected a command/,
  );
  await at.box.exec(['sh', '-c', 'rm -rf /tmp; touch /tmp']);
  await expect(at.box.spawn(['true'])).rejects.toMatchObject({ code: 'family.command-failed' });
  await expect(at.box.exec(['rm', '/tmp'])).resolves.toMatchObject({ exitCode: 0 });
  const missing = await at.box.spawn(['no-such-program']);
  expect(await missing.wait()).toBe(127);
  expect((await missing.output()).text).toContain('no-such-program');
});

test('a command ends with its container, and its caller is told', async () => {
  await using at = await setup({ crash: { restart: 'never' } });
  const command = await at.box.spawn(['sleep', '4242'], { id: 'work' });
  const waiting = command.wait();
  waiting.catch(() => undefined);
  await at.family.stop('acme');
  await expect(waiting).rejects.toMatchObject({ code: 'family.ended' });
  await expect(command.status()).rejects.toMatchObject({ code: 'family.ended' });
  const again = await at.family.use('acme');
  expect(await (await again.spawned('work'))?.status()).toMatchObject({ state: 'exited' });
});
