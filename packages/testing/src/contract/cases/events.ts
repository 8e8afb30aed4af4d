import assert from 'node:assert/strict';
import { cases } from '../contract-case.ts';

export const eventCases = cases('events', {
  'tell of a life from create to destroy': async (bench) => {
    const recorder = await bench.record();
    const { id } = await bench.toEnd('exit 3');
    await bench.engine.removeContainer(id);
    await recorder.until('destroy');
    assert.deepEqual(recorder.actions, ['create', 'start', 'die', 'destroy']);
  },
  'name the container, its image and its labels': async (bench) => {
    const recorder = await bench.record();
    const name = bench.name();
    const id = await bench.create({ Labels: { extra: 'yes' } }, name);
    const event = await recorder.until('create');
    assert.equal(event.id, id);
    assert.equal(event.type, 'container');
    assert.equal(event.attributes.name, name);
    assert.ok(event.attributes.image?.endsWith(bench.image));
    assert.equal(event.attributes.extra, 'yes');
  },
  'give the exit code with die': async (bench) => {
    const recorder = await bench.record();
    await bench.toEnd('exit 9');
    assert.equal((await recorder.until('die')).attributes.exitCode, '9');
  },
  'tell of a stop as kill, kill, die and stop': async (bench) => {
    const recorder = await bench.record();
    await bench.engine.stopContainer(await bench.run(), { graceSeconds: 1 });
    await recorder.until('stop');
    await recorder.until('die');
    assert.deepEqual(recorder.actions.slice(2, 4), ['kill', 'kill']);
    assert.deepEqual([...recorder.actions.slice(4)].sort(), ['die', 'stop']);
  },
  'give the signal with kill': async (bench) => {
    const recorder = await bench.record();
    await bench.engine.killContainer(await bench.run());
    assert.equal((await recorder.until('kill')).attributes.signal, '9');
  },
  'tell of a restart as kill, die, stop, start and restart': async (bench) => {
    const recorder = await bench.record();
    const id = await bench.run();
    await bench.engine.restartContainer(id, { graceSeconds: 1 });
    await recorder.until('restart');
    const actions = recorder.actions.slice(2).filter((action) => action !== 'kill');
    assert.deepEqual(actions.slice(0, 2).sort(), ['die', 'stop']);
    assert.deepEqual(actions.slice(2), ['start', 'restart']);
  },
  'tell of a forced removal as kill, die and destroy': async (bench) => {
    const recorder = await bench.record();
    await bench.engine.removeContainer(await bench.run(), { force: true });
    await recorder.until('destroy');
    assert.deepEqual(recorder.actions.slice(2), ['kill', 'die', 'destroy']);
  },
  'tell of a container that removes itself': async (bench) => {
    const recorder = await bench.record();
    const id = await bench.create({ Cmd: ['true'], HostConfig: { AutoRemove: true } });
    await bench.engine.startContainer(id);
    await recorder.until('destroy');
    assert.deepEqual(recorder.actions, ['create', 'start', 'die', 'destroy']);
  },
  'tell of restarts by policy': async (bench) => {
    const recorder = await bench.record();
    await bench.shell('test -f /was || { touch /was; exit 1; }; sleep 300', {
      HostConfig: { RestartPolicy: { Name: 'always' } },
    });
    await bench.until(
      'a second start',
      async () => recorder.actions.filter((action) => action === 'start').length === 2,
    );
    assert.deepEqual(recorder.actions, ['create', 'start', 'die', 'start']);
  },
  'tell of pause and unpause': async (bench) => {
    const recorder = await bench.record();
    const id = await bench.run();
    await bench.engine.pauseContainer(id);
    await bench.engine.unpauseContainer(id);
    await recorder.until('unpause');
    // One soon after the other is sometimes told twice by Docker 20.10.
    assert.deepEqual(recorder.actions.slice(2, 4), ['pause', 'unpause']);
  },
  'give both names with rename': async (bench) => {
    const recorder = await bench.record();
    const [before, after] = [bench.name(), bench.name()];
    await bench.engine.renameContainer(await bench.create({}, before), after);
    const { attributes } = await recorder.until('rename');
    assert.equal(attributes.name, after);
    assert.equal(attributes.oldName, `/${before}`);
  },
  'tell of commands in a container, with their lines and codes': async (bench) => {
    const recorder = await bench.record();
    await bench.exec(await bench.run(), ['sh', '-c', 'exit 4']);
    const died = await recorder.until('exec_die');
    assert.equal(died.attributes.exitCode, '4');
    assert.deepEqual(recorder.actions.slice(2, 4), ['exec_create: sh -c exit 4', 'exec_start: sh -c exit 4']);
  },
  'come for one container only, when asked so': async (bench) => {
    const id = await bench.create();
    const recorder = await bench.record({ container: [id] });
    await bench.run();
    await bench.engine.startContainer(id);
    await recorder.until('start');
    assert.ok(recorder.events.every((event) => event.id === id));
  },
  'come for some actions only, when asked so': async (bench) => {
    const recorder = await bench.record({
      type: ['container'],
      label: [bench.label],
      event: ['die', 'destroy'],
    });
    const { id } = await bench.toEnd('true');
    await bench.engine.removeContainer(id);
    await recorder.until('destroy');
    assert.deepEqual(recorder.actions, ['die', 'destroy']);
  },
  'are told again from the moment that is asked for, itself included': async (bench) => {
    const recorder = await bench.record();
    const { id } = await bench.toEnd('true');
    const started = await recorder.until('start');
    await recorder.until('die');
    const since = `${started.timeNano.slice(0, -9)}.${started.timeNano.slice(-9)}`;
    const again: string[] = [];
    const filters = { container: [id], type: ['container'] };
    const subscription = await bench.engine.watchEvents(({ action }) => again.push(action), {
      since,
      filters,
    });
    await bench.until('two events', async () => again.length >= 2);
    subscription.close();
    assert.deepEqual(again, ['start', 'die']);
  },
  'end by themselves at the moment that is asked for, without a reason': async (bench) => {
    const recorder = await bench.record();
    const { id } = await bench.toEnd('true');
    const died = await recorder.until('die');
    const until = `${died.timeNano.slice(0, -9)}.${died.timeNano.slice(-9)}`;
    const past: string[] = [];
    const filters = { container: [id], type: ['container'] };
    const subscription = await bench.engine.watchEvents(({ action }) => past.push(action), {
      since: `${Number(until) - 3_600}`,
      until,
      filters,
    });
    assert.equal(await subscription.ended, undefined);
    assert.deepEqual(past, ['create', 'start', 'die']);
  },
  'have times that grow, to the nanosecond': async (bench) => {
    const recorder = await bench.record();
    await bench.toEnd('true');
    await recorder.until('die');
    const times = recorder.events.map(({ timeNano }) => BigInt(timeNano));
    assert.ok(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0n)));
    assert.ok(Math.abs(Number((times[0] ?? 0n) / 1_000_000n) - Date.now()) < 60_000);
  },
  'reach every subscriber': async (bench) => {
    const [one, two] = [await bench.record(), await bench.record()];
    await bench.create();
    await one.until('create');
    await two.until('create');
  },
  'end without a reason when the subscriber closes': async (bench) => {
    const subscription = await bench.engine.watchEvents(() => undefined);
    subscription.close();
    assert.equal(await subscription.ended, undefined);
  },
  'are replayed for a time that has passed, and end by themselves without a reason': async (bench) => {
    const id = await bench.run();
    const { StartedAt } = await bench.state(id);
    await bench.engine.killContainer(id);
    await bench.until('its end', async () => !(await bench.state(id)).Running);
    const actions: string[] = [];
    const subscription = await bench.engine.watchEvents(({ action }) => actions.push(action), {
      filters: { type: ['container'], container: [id], event: ['kill'] },
      since: (Date.parse(StartedAt) / 1_000).toFixed(3),
      // The kill may have come in this very millisecond.
      until: ((Date.now() + 1) / 1_000).toFixed(3),
    });
    assert.equal(await subscription.ended, undefined);
    assert.deepEqual(actions, ['kill']);
  },
  'tell of networks': async (bench) => {
    const name = bench.name('n');
    const recorder = await bench.record({ type: ['network'] });
    const { Id } = await bench.network({}, name);
    const id = await bench.run({ HostConfig: { NetworkMode: name } });
    await bench.engine.removeContainer(id, { force: true });
    await bench.docker.networks.remove(Id);
    const own = () =>
      recorder.events.filter((event) => event.attributes.name === name).map(({ action }) => action);
    await bench.until('destroy', async () => own().includes('destroy') || own().includes('remove'));
    assert.deepEqual(own(), ['create', 'connect', 'disconnect', 'destroy']);
  },
  'tell of volumes': async (bench) => {
    const recorder = await bench.record({ type: ['volume'] });
    const { Name } = await bench.volume();
    const { id } = await bench.toEnd('true', { HostConfig: { Binds: [`${Name}:/data`] } });
    await bench.engine.removeContainer(id);
    await bench.docker.volumes.remove(Name);
    const own = () => recorder.events.filter((event) => event.id === Name).map(({ action }) => action);
    await bench.until('destroy', async () => own().includes('destroy') || own().includes('remove'));
    // Docker 20.10 tells of `create` each time that somebody asks for it.
    assert.deepEqual([...new Set(own())], ['create', 'mount', 'unmount', 'destroy']);
  },
});
