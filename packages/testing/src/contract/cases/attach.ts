import assert from 'node:assert/strict';
import { collect } from '../bench.ts';
import { cases } from '../contract-case.ts';
import { rejects } from '../rejects.ts';

export const attachCases = cases('attach', {
  'gives everything from before the start': async (bench) => {
    const id = await bench.create({ Cmd: ['sh', '-c', 'echo out; echo err >&2'] });
    const stream = await bench.engine.attachContainer(id);
    await bench.engine.startContainer(id);
    const { stdout, stderr } = await collect(stream.output);
    assert.deepEqual({ stdout, stderr }, { stdout: 'out\n', stderr: 'err\n' });
  },
  'hands input over, and its end': async (bench) => {
    const id = await bench.create({ Cmd: ['cat'], OpenStdin: true, StdinOnce: true, AttachStdin: true });
    const stream = await bench.engine.attachContainer(id, { stdin: true });
    await bench.engine.startContainer(id);
    await stream.write('hello');
    await stream.endInput();
    assert.equal((await collect(stream.output)).stdout, 'hello');
  },
  'lets the process go on when it closes': async (bench) => {
    const id = await bench.run();
    const stream = await bench.engine.attachContainer(id);
    stream.close();
    assert.equal((await bench.state(id)).Status, 'running');
  },
  'ends with the process': async (bench) => {
    const id = await bench.run();
    const stream = await bench.engine.attachContainer(id);
    const output = collect(stream.output);
    await bench.engine.killContainer(id);
    await output;
  },
  'refuses what does not exist': async (bench) => {
    await rejects(bench.engine.attachContainer(bench.name()), 'container.not-found');
  },
});
