import assert from 'node:assert/strict';
import { cases } from '../contract-case.ts';
import { rejects } from '../rejects.ts';

export const createCases = cases('create', {
  'answers with an id of 64 hexadecimal digits': async (bench) => {
    assert.match(await bench.create(), /^[0-9a-f]{64}$/);
  },
  'leaves the container created, without a process and without times': async (bench) => {
    const { Status, Running, Pid, ExitCode, StartedAt } = await bench.state(await bench.create());
    assert.deepEqual(
      { Status, Running, Pid, ExitCode },
      { Status: 'created', Running: false, Pid: 0, ExitCode: 0 },
    );
    assert.match(StartedAt, /^0001-01-01T00:00:00/);
  },
  'shows the name with a slash': async (bench) => {
    const name = bench.name();
    const { Name } = await bench.engine.inspectContainer(await bench.create({}, name));
    assert.equal(Name, `/${name}`);
  },
  'gives a name to a container without one': async (bench) => {
    const { id } = await bench.engine.createContainer({ Image: bench.image, Labels: bench.labels });
    bench.atEnd(() => bench.engine.removeContainer(id));
    assert.match((await bench.engine.inspectContainer(id)).Name, /^\/\w+/);
  },
  'refuses an image that is not there': async (bench) => {
    await rejects(bench.create({ Image: 'docktopus.invalid/nope:1' }), 'image.not-found');
  },
  'keeps the reference of the image as it was given': async (bench) => {
    const { Config, Image } = await bench.engine.inspectContainer(await bench.create());
    assert.equal(Config.Image, bench.image);
    assert.match(Image, /^(sha256:)?[0-9a-f]{64}$/);
  },
  'splits the command line into path and arguments': async (bench) => {
    const { Path, Args } = await bench.engine.inspectContainer(
      await bench.create({ Cmd: ['echo', 'a b', 'c'] }),
    );
    assert.deepEqual({ Path, Args }, { Path: 'echo', Args: ['a b', 'c'] });
  },
  'puts an entrypoint before the command': async (bench) => {
    const { stdout } = await bench.toEnd('', { Entrypoint: ['echo', 'entry'], Cmd: ['cmd'] });
    assert.equal(stdout, 'entry cmd\n');
  },
  'merges the environment with the image, its own values first': async (bench) => {
    const { stdout } = await bench.toEnd('echo "$A,$B,$PATH"', {
      Env: ['A=1', 'B=x=y', 'PATH=/bin:/own'],
    });
    assert.equal(stdout, '1,x=y,/bin:/own\n');
  },
  "keeps the image's environment": async (bench) => {
    const { Config } = await bench.engine.inspectContainer(await bench.create({ Env: ['A=1'] }));
    assert.ok(Config.Env?.some((entry) => entry.startsWith('PATH=')));
    assert.ok(Config.Env?.includes('A=1'));
  },
  'runs in the folder that is asked for': async (bench) => {
    assert.equal((await bench.toEnd('pwd', { WorkingDir: '/tmp' })).stdout, '/tmp\n');
  },
  'makes the folder that it is to run in': async (bench) => {
    assert.equal((await bench.toEnd('pwd', { WorkingDir: '/new/place' })).stdout, '/new/place\n');
  },
  'runs as the user that is asked for': async (bench) => {
    assert.equal((await bench.toEnd('id -u', { User: '65534' })).stdout, '65534\n');
  },
  'gives the hostname that is asked for': async (bench) => {
    const { stdout } = await bench.toEnd('hostname', {
      Hostname: 'box',
      HostConfig: { NetworkMode: 'none' },
    });
    assert.equal(stdout, 'box\n');
  },
  'takes the start of its id as hostname': async (bench) => {
    const { id, stdout } = await bench.toEnd('hostname', { HostConfig: { NetworkMode: 'none' } });
    assert.equal(stdout, `${id.slice(0, 12)}\n`);
  },
  'keeps labels, empty ones and odd ones too': async (bench) => {
    const Labels = { empty: '', 'com.example/odd key': 'a=b,c', umlaut: 'ä' };
    const { Config } = await bench.engine.inspectContainer(await bench.create({ Labels }));
    for (const [key, value] of Object.entries(Labels)) assert.equal(Config.Labels?.[key], value);
  },
  'keeps what it is told about the host': async (bench) => {
    const HostConfig = { ExtraHosts: ['db:10.0.0.1'], ShmSize: 1_048_576, CapAdd: ['NET_ADMIN'] };
    const inspect = await bench.engine.inspectContainer(await bench.create({ HostConfig }));
    assert.deepEqual(inspect.HostConfig.ExtraHosts, ['db:10.0.0.1']);
    assert.equal(inspect.HostConfig.ShmSize, 1_048_576);
  },
  'keeps the restart policy': async (bench) => {
    const RestartPolicy = { Name: 'on-failure', MaximumRetryCount: 3 } as const;
    const { HostConfig } = await bench.engine.inspectContainer(
      await bench.create({ HostConfig: { RestartPolicy } }),
    );
    assert.deepEqual(HostConfig.RestartPolicy, RestartPolicy);
  },
  'refuses a restart policy that does not exist': async (bench) => {
    const RestartPolicy = { Name: 'sometimes' as 'always' };
    await rejects(bench.create({ HostConfig: { RestartPolicy } }));
  },
  'refuses a number of retries for any policy but on-failure': async (bench) => {
    await rejects(bench.create({ HostConfig: { RestartPolicy: { Name: 'always', MaximumRetryCount: 3 } } }));
  },
  'refuses a restart policy for a container that removes itself': async (bench) => {
    await rejects(bench.create({ HostConfig: { AutoRemove: true, RestartPolicy: { Name: 'always' } } }));
  },
  'refuses a folder that is not absolute': async (bench) => {
    await rejects(bench.create({ WorkingDir: 'relative' }));
  },
  'refuses less memory than can work': async (bench) => {
    await rejects(bench.create({ HostConfig: { Memory: 1024 } }));
  },
  'refuses a health check without a pause': async (bench) => {
    await rejects(bench.create({ Healthcheck: { Test: ['CMD', 'true'], Interval: 1 } }));
  },
});
