import { expect, test, vi } from 'vitest';
import { Boxes } from '../support/boxes.ts';

test('a run gives everything that the container wrote, and leaves nothing', async () => {
  await using boxes = await Boxes.connect();
  let count = 0;
  const result = await boxes.box('seq 1 300000; echo done >&2; exit 3').run({ onLine: () => (count += 1) });
  expect(result).toMatchObject({ exitCode: 3, stderr: 'done\n', oomKilled: false });
  expect(result.stdout.length).toBe(1_988_895);
  expect([result.stdout.endsWith('\n300000\n'), count]).toEqual([true, 300_001]);
  expect(await boxes.names()).toEqual([]);
});

test('a run that is fed reads end of file, also when it reads nothing', async () => {
  await using boxes = await Boxes.connect();
  const input = Buffer.alloc(5 << 20, 'x');
  expect((await boxes.box('wc -c').run({ input })).stdout.trim()).toBe(String(input.length));
  expect((await boxes.box('exit 4').run({ input })).exitCode).toBe(4);
  expect(await boxes.names()).toEqual([]);
});

test('a run ends with its signal and with its time, whatever its process does about it', async () => {
  await using boxes = await Boxes.connect();
  const deaf = boxes.box('trap "" TERM; echo up; while :; do sleep 1; done');
  const controller = new AbortController();
  const aborted = deaf.run({ signal: controller.signal, onLine: () => controller.abort() });
  await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
  await expect(deaf.run({ timeoutMs: 1_500 })).rejects.toMatchObject({ code: 'timeout' });
  await vi.waitFor(async () => expect(await boxes.names()).toEqual([]), { timeout: 10_000 });
});

test('a run that lacks memory says so', async () => {
  await using boxes = await Boxes.connect();
  const hungry = boxes.box('tail /dev/zero').limits({ memory: '16m', memorySwap: '16m' });
  expect(await hungry.run()).toMatchObject({ exitCode: 137, oomKilled: true });
  await expect(hungry.run({ check: true })).rejects.toMatchObject({
    code: 'container.exited',
    reason: 'it was killed for lack of memory (exit code 137)',
  });
});

test('a run with autoRemove gives its result', async () => {
  await using boxes = await Boxes.connect();
  expect(await boxes.box('echo out; exit 5').autoRemove().run()).toMatchObject({
    exitCode: 5,
    stdout: 'out\n',
  });
});

test('a run of a command that does not exist says so, and leaves nothing', async () => {
  await using boxes = await Boxes.connect();
  await expect(boxes.box().cmd(['/no/such/thing']).run()).rejects.toMatchObject({
    code: 'container.start-failed',
  });
  expect(await boxes.names()).toEqual([]);
});

test('a stream of a run keeps its container waiting for a slow reader, and ends it with the loop', async () => {
  await using boxes = await Boxes.connect();
  const seen: string[] = [];
  const stream = boxes.box('seq 1 1000000; sleep 600').runStream();
  for await (const { line } of stream) {
    seen.push(line);
    if (seen.length === 3) break;
  }
  expect(seen).toEqual(['1', '2', '3']);
  expect(await boxes.names()).toEqual([]);
  const whole = boxes.box('echo a; echo b; exit 2').runStream();
  const lines: string[] = [];
  for await (const { line } of whole) lines.push(line);
  expect([lines, (await whole.exit).exitCode]).toEqual([['a', 'b'], 2]);
});
