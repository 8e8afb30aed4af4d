import assert from 'node:assert/strict';
import { collect } from '../bench.ts';
import { cases } from '../contract-case.ts';
import { rejects } from '../rejects.ts';

export const execCases = cases('exec', {
  'answers with the exit code': async (bench) => {
    assert.equal((await bench.exec(await bench.run(), ['sh', '-c', 'exit 42'])).exitCode, 42);
  },
  'keeps the two streams of output apart': async (bench) => {
    const { stdout, stderr } = await bench.exec(await bench.run(), ['sh', '-c', 'echo out; echo err >&2']);
    assert.deepEqual({ stdout, stderr }, { stdout: 'out\n', stderr: 'err\n' });
  },
  'gives only the stream that is asked for': async (bench) => {
    const { stdout, stderr } = await bench.exec(await bench.run(), ['sh', '-c', 'echo out; echo err >&2'], {
      AttachStderr: false,
    });
    assert.deepEqual({ stdout, stderr }, { stdout: 'out\n', stderr: '' });
  },
  'has one stream with a terminal': async (bench) => {
    const { stdout, stderr } = await bench.exec(await bench.run(), ['sh', '-c', 'echo out; echo err >&2'], {
      Tty: true,
    });
    assert.equal(stderr, '');
    assert.match(stdout, /out\r?\nerr\r?\n/);
  },
  'hands input over, and its end': async (bench) => {
    const { id } = await bench.engine.createExec(await bench.run(), {
      Cmd: ['cat'],
      AttachStdin: true,
      AttachStdout: true,
    });
    const stream = await bench.engine.startExec(id, { stdin: true });
    await stream.write('one ');
    await stream.write('two');
    await stream.endInput();
    assert.equal((await collect(stream.output)).stdout, 'one two');
  },
  'sets environment, folder and user': async (bench) => {
    const options = { Env: ['A=1'], WorkingDir: '/tmp', User: '65534' };
    const { stdout } = await bench.exec(
      await bench.run({ Env: ['B=2'] }),
      ['sh', '-c', 'echo $A$B; pwd; id -u'],
      options,
    );
    assert.equal(stdout, '12\n/tmp\n65534\n');
  },
  'passes arguments on as they are': async (bench) => {
    const { stdout } = await bench.exec(await bench.run(), ['echo', 'a  b', '$HOME', '"q"', 'ä']);
    assert.equal(stdout, 'a  b $HOME "q" ä\n');
  },
  'shows that it has not run yet, then that it runs, then how it ended': async (bench) => {
    const container = await bench.run();
    const { id } = await bench.engine.createExec(container, {
      Cmd: ['sh', '-c', 'echo up; sleep 0.5; exit 3'],
      AttachStdout: true,
    });
    const before = await bench.engine.inspectExec(id);
    assert.deepEqual([before.running, before.exitCode], [false, undefined]);
    const stream = await bench.engine.startExec(id);
    const during = await bench.engine.inspectExec(id);
    assert.deepEqual([during.running, during.exitCode], [true, undefined]);
    await collect(stream.output);
    await bench.until('its end', async () => !(await bench.engine.inspectExec(id)).running);
    assert.equal((await bench.engine.inspectExec(id)).exitCode, 3);
  },
  'says on the output that a command does not exist, and ends with 126 or 127': async (bench) => {
    const { exitCode, bytes } = await bench.exec(await bench.run(), ['no-such-command']);
    assert.ok(exitCode === 126 || exitCode === 127, `exit code ${exitCode}`);
    assert.match(bytes.toString(), /no-such-command/);
  },
  'refuses an empty command': async (bench) => {
    await rejects(bench.engine.createExec(await bench.run(), { Cmd: [] }));
  },
  'refuses a container that does not run': async (bench) => {
    await rejects(bench.engine.createExec(await bench.create(), { Cmd: ['true'] }), 'container.not-running');
  },
  'refuses a container that does not exist': async (bench) => {
    await rejects(bench.engine.createExec(bench.name(), { Cmd: ['true'] }), 'container.not-found');
  },
  'refuses to look at an exec that does not exist': async (bench) => {
    await rejects(bench.engine.inspectExec('0'.repeat(64)), 'exec.not-found');
  },
  'refuses to start an exec that does not exist': async (bench) => {
    await rejects(bench.engine.startExec('0'.repeat(64)), 'exec.not-found');
  },
  'runs many at once in one container': async (bench) => {
    const id = await bench.run();
    const all = await Promise.all(
      [1, 2, 3, 4].map((code) => bench.exec(id, ['sh', '-c', `echo ${code}; exit ${code}`])),
    );
    assert.deepEqual(
      all.map(({ exitCode, stdout }) => [exitCode, stdout]),
      [
        [1, '1\n'],
        [2, '2\n'],
        [3, '3\n'],
        [4, '4\n'],
      ],
    );
  },
  'gives much output whole and in order': async (bench) => {
    const { stdout } = await bench.exec(await bench.run(), ['seq', '1', '50000']);
    const lines = stdout.trimEnd().split('\n');
    assert.equal(lines.length, 50_000);
    assert.ok(lines.every((line, index) => line === String(index + 1)));
  },
  'ends with its container': async (bench) => {
    const container = await bench.run();
    const { id } = await bench.engine.createExec(container, { Cmd: ['sleep', '300'], AttachStdout: true });
    const stream = await bench.engine.startExec(id);
    await bench.engine.killContainer(container);
    await collect(stream.output);
  },
  'changes the files of its container': async (bench) => {
    const id = await bench.run();
    await bench.exec(id, ['sh', '-c', 'echo written > /file']);
    assert.equal((await bench.exec(id, ['cat', '/file'])).stdout, 'written\n');
  },
  'takes the carriage return of a terminal for the end of a line': async (bench) => {
    const { id } = await bench.engine.createExec(await bench.run(), {
      Cmd: ['sh', '-c', 'read answer; echo "got $answer"'],
      Tty: true,
      AttachStdin: true,
      AttachStdout: true,
    });
    const stream = await bench.engine.startExec(id, { tty: true, stdin: true });
    await stream.write('hello\r');
    assert.match((await collect(stream.output)).stdout, /got hello/);
  },
  'takes a new size for its terminal': async (bench) => {
    const { id } = await bench.engine.createExec(await bench.run(), {
      Cmd: ['sleep', '30'],
      Tty: true,
      AttachStdout: true,
    });
    const stream = await bench.engine.startExec(id, { tty: true });
    await bench.until('it runs', async () => (await bench.engine.inspectExec(id)).running);
    await bench.engine.resizeExec(id, { rows: 20, columns: 100 });
    stream.close();
  },
});
