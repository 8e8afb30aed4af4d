import { describe, expect, test } from 'vitest';
import type { Docker } from '../../engine/index.ts';
import { DocktopusError } from '../../errors/index.ts';
import { Secret } from '../../secrets/index.ts';
import { CappedOutput } from './capped-output.ts';
import { exitCodeOf } from './exit-code.ts';
import { toExecBody } from './to-exec-body.ts';

describe('the engine’s description of a command', () => {
  test.each([
    ['nothing said', {}, {}],
    ['environment by name', { env: { A: '1', B: '' } }, { Env: ['A=1', 'B='] }],
    ['environment as text', { env: ['A=1'] }, { Env: ['A=1'] }],
    ['a secret in the environment', { env: { A: new Secret('x') } }, { Env: ['A=x'] }],
    ['numbers in the environment', { env: { A: 1, B: true } }, { Env: ['A=1', 'B=true'] }],
    ['user and directory', { user: '1:2', cwd: '/x' }, { User: '1:2', WorkingDir: '/x' }],
    ['a terminal', { tty: true }, { Tty: true }],
    ['input', { stdin: true }, { AttachStdin: true }],
    ['privileges', { privileged: true }, { Privileged: true }],
  ])('%s', (_, options, part) => {
    expect(toExecBody(['a', 'b'], options, 'box')).toEqual({
      Cmd: ['a', 'b'],
      AttachStdin: false,
      AttachStdout: true,
      AttachStderr: true,
      ...part,
    });
  });
});

test.each([
  [['sh', `--token=${new Secret('x')}`], {}, 'cmd[1]: got a text with [secret] in it, expected one without'],
  [['sh'], { env: { TOKEN: `a${new Secret('x')}` } }, 'env.TOKEN: got a text with [secret] in it'],
  [[], {}, 'cmd: got [], expected a command and its arguments'],
  ['ls -l' as never, {}, 'cmd: got "ls -l", expected a list'],
  [['a\0'], {}, 'cmd[0]: got "a\\u0000", expected a string without NUL bytes'],
])('a command that cannot be run is refused before it is sent (%#)', (cmd, options, problem) => {
  expect(() => toExecBody(cmd, options, 'box')).toThrow(`container.exec box: 1 problem\n  ${problem}`);
});

describe('output with a cap', () => {
  test.each<[number, string[], string, boolean]>([
    [10, [], '', false],
    [10, ['abc', 'def'], 'abcdef', false],
    [6, ['abc', 'def'], 'abcdef', false],
    [5, ['abc', 'def'], 'abcde', true],
    [3, ['abc', 'def', 'ghi'], 'abc', true],
    [0, ['a'], '', true],
    [0, [''], '', false],
  ])('%d bytes of %j', (maxBytes, parts, kept, truncated) => {
    const output = new CappedOutput(maxBytes);
    for (const part of parts) output.add(Buffer.from(part));
    expect([output.bytes().toString(), output.truncated]).toEqual([kept, truncated]);
  });
});

describe('the exit code', () => {
  const never = new AbortController().signal;
  const answers = (...list: ({ running: boolean; exitCode: number | undefined } | Error)[]) =>
    ({
      version: { engine: 'docker' },
      engine: {
        async inspectExec() {
          const next = list.length > 1 ? list.shift() : list[0];
          if (next instanceof Error) throw next;
          return { pid: 1, ...next };
        },
        async inspectContainer() {
          return { State: { Running: containerRuns } };
        },
        async watchEvents(onEvent: (event: object) => void) {
          for (const execID of died) onEvent({ attributes: { execID, exitCode: '126' } });
          return { ended: Promise.resolve(undefined), [Symbol.dispose]() {} };
        },
      },
    }) as unknown as Docker;
  const about = { execId: 'id', containerId: 'box-id', subject: 'box' };
  let died: readonly string[] = [];
  let containerRuns = true;
  const running = { running: true, exitCode: undefined };

  test('is asked for until the command has ended', async () => {
    const engine = answers(
      running,
      running,
      { running: false, exitCode: undefined },
      { running: false, exitCode: 7 },
    );
    expect(await exitCodeOf(engine, about, never)).toBe(7);
  });

  test('of a command whose container is gone says that the container is gone', async () => {
    const gone = new DocktopusError('exec.not-found', {
      operation: 'engine.inspectExec',
      reason: 'no such exec',
    });
    await expect(exitCodeOf(answers(running, gone), about, never)).rejects.toMatchObject({
      code: 'container.exited',
    });
  });

  test.each<[string, number, number, readonly string[], number | string]>([
    ['of a command that ended with 126 itself', 126, 7, ['other', 'id'], 126],
    ['of a command that cannot be run', 126, 0, [], 126],
    ['of a command whose container has ended', 126, 0, [], 'container.exited'],
    [
      'of a command that the engine gave up, since its output was cut off',
      126,
      7,
      ['other'],
      'engine.disconnected',
    ],
    ['other than 126 needs no event', 125, 7, [], 125],
  ])('%s', async (_, exitCode, pid, events, expected) => {
    died = events;
    containerRuns = expected !== 'container.exited';
    const answer = { running: false, exitCode, pid };
    const result = await exitCodeOf(answers(answer), about, never).catch((error) => error.code);
    expect(result).toBe(expected);
  });

  test('is not waited for beyond the signal', async () => {
    const signal = AbortSignal.timeout(20);
    await expect(exitCodeOf(answers(running), about, signal)).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });
});
