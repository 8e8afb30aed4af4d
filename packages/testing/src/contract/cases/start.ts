import assert from 'node:assert/strict';
import { cases } from '../contract-case.ts';
import { rejects } from '../rejects.ts';

export const startCases = cases('start', {
  'makes a created container run': async (bench) => {
    const id = await bench.create();
    assert.equal(await bench.engine.startContainer(id), 'started');
    const { Status, Running, Pid, StartedAt } = await bench.state(id);
    assert.deepEqual({ Status, Running }, { Status: 'running', Running: true });
    assert.ok(Pid > 0);
    assert.ok(Math.abs(Date.now() - Date.parse(StartedAt)) < 60_000);
  },
  'answers a second start with already-started': async (bench) => {
    assert.equal(await bench.engine.startContainer(await bench.run()), 'already-started');
  },
  'says that there is no such container': async (bench) => {
    await rejects(bench.engine.startContainer(bench.name()), 'container.not-found');
  },
  'starts an exited container again': async (bench) => {
    const { id } = await bench.toEnd('test -f /was || { touch /was; exit 3; }; sleep 300');
    await bench.engine.startContainer(id);
    const { Status, ExitCode } = await bench.state(id);
    assert.deepEqual({ Status, ExitCode }, { Status: 'running', ExitCode: 0 });
  },
  'keeps the files of a container between two starts': async (bench) => {
    const { id } = await bench.toEnd('cat /file; echo kept > /file');
    await bench.engine.startContainer(id);
    await bench.engine.waitContainer(id);
    assert.match((await bench.logs(id)).stdout, /kept/);
  },
  'refuses a command that does not exist, and the container stays created': async (bench) => {
    const id = await bench.create({ Cmd: ['/no/such/command'] });
    await rejects(bench.engine.startContainer(id));
    assert.equal((await bench.state(id)).Status, 'created');
  },
  'keeps why a command could not be started, with 127': async (bench) => {
    const id = await bench.create({ Cmd: ['no-such-command'] });
    await rejects(bench.engine.startContainer(id));
    const { ExitCode, Error: reason } = await bench.state(id);
    assert.equal(ExitCode, 127);
    assert.match(reason, /no-such-command/);
  },
  'does the same for two starts at once': async (bench) => {
    const id = await bench.create();
    const both = await Promise.all([bench.engine.startContainer(id), bench.engine.startContainer(id)]);
    assert.ok(both.includes('started'));
    assert.equal((await bench.state(id)).Status, 'running');
  },
  'refuses a paused container': async (bench) => {
    const id = await bench.run();
    await bench.engine.pauseContainer(id);
    await rejects(bench.engine.startContainer(id));
  },
});
