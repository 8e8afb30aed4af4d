import { describe, expect, test } from 'vitest';
import type { ContainerSpec } from '../options/container-spec.ts';
import { ContainerBuilder, type Creatable } from './container-builder.ts';

interface Slot extends Creatable {
  readonly spec: ContainerSpec;
}

const made: ContainerSpec[] = [];
const empty = ContainerBuilder.for<Slot>((spec) => ({ spec, create: async () => void made.push(spec) }), {
  directory: '/srv/blueprint',
});
const box = empty.image('busybox:1.36');

test('defaults are in the spec, what is left to the engine is not', () => {
  expect(box.spec).toEqual({
    image: 'busybox:1.36',
    pull: 'missing',
    lifetime: 'session',
    strict: 'off',
    keepOnFailure: false,
  });
});

test('a spec is frozen, all through', () => {
  const { spec } = box.limits({ pids: 1 });
  expect(Object.isFrozen(spec) && Object.isFrozen(spec.limits)).toBe(true);
});

test('changing an argument afterwards does not change the spec', () => {
  const argv = ['a'];
  const labels = { a: '1' };
  const options = { HostConfig: { CapAdd: ['X'] } };
  const builder = box.cmd(argv).labels(labels).createOptions(options);
  argv.push('b');
  labels.a = '2';
  options.HostConfig.CapAdd.push('Y');
  expect(builder.spec).toMatchObject({
    cmd: ['a'],
    labels: { a: '1' },
    createOptions: { HostConfig: { CapAdd: ['X'] } },
  });
});

describe('calls of one method', () => {
  test('add up where there are many things', () => {
    const builder = box
      .env(['A=1', 'B=1'])
      .env({ B: '2' })
      .labels({ a: '1' })
      .labels({ b: '2' })
      .ports(80)
      .ports(81);
    expect(builder.spec).toMatchObject({
      env: { A: '1', B: '2' },
      labels: { a: '1', b: '2' },
      ports: [{ containerPort: 80 }, { containerPort: 81 }],
    });
    expect(box.limits({ memory: '1m' }).limits({ cpus: 1 }).spec.limits).toEqual({
      memoryBytes: 1_048_576,
      cpus: 1,
    });
    expect(box.networks('a', 'b').networks({ name: 'a', aliases: ['x'] }).spec.networks).toEqual([
      { name: 'a', aliases: ['x'] },
      { name: 'b' },
    ]);
    expect(
      box
        .binds('/a:/a')
        .volumes('data:/b')
        .spec.mounts?.map(({ target }) => target),
    ).toEqual(['/a', '/b']);
  });

  test('replace single values, together with their problems', () => {
    expect(box.cmd(['a']).cmd(['b']).spec.cmd).toEqual(['b']);
    expect(box.name('?').name('ok').spec.name).toBe('ok');
  });
});

test('create fills a slot of the spec, and nothing is created from a spec with problems', async () => {
  const slot = await box.name('cache').create();
  expect(made).toEqual([slot.spec]);
  await expect(box.name('?').create()).rejects.toMatchObject({ code: 'spec.invalid' });
  expect(made).toHaveLength(1);
});
