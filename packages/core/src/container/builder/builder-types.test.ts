import { expect, expectTypeOf, test } from 'vitest';
import type { CreateContainerBody } from '../../engine/index.ts';
import type { ContainerSpec } from '../options/container-spec.ts';
import { ready } from '../ready/ready.ts';
import { ContainerBuilder, type Creatable } from './container-builder.ts';

/** Checked by the compiler; nothing in here runs. */
export function mustCompile(c: ContainerBuilder): void {
  c.image('redis:7.4')
    .ports({ '6379/tcp': { hostIp: '127.0.0.1', hostPort: 0 } })
    .restartPolicy({ name: 'unless-stopped' })
    .limits({ memory: '256m', cpus: 0.5, pids: 128 })
    .readyWhen(ready.port(6379));
  c.env(['KEY=value']).env({ KEY: 'value', PORT: 80, SKIPPED: undefined });
  c.ports(80, '8080:80', ['53/udp']).portBindings({ '8080/tcp': [{ hostIp: '127.0.0.1', hostPort: '80' }] });
  c.restartPolicy({ name: 'on-failure', maximumRetryCount: 5 }).restartPolicy('on-failure:5');
  c.createOptions({ HostConfig: { Memory: 1, Init: null }, Labels: { a: 'b' }, Hostname: undefined });
  c.capAdd('NET_ADMIN', 'CAP_SYS_TIME').ulimits('nofile=1024').devices('/dev/fuse').gpus('all');
}

/** Each line is refused by the compiler, as `tsc -b` checks. */
export function mustNotCompile(c: ContainerBuilder): void {
  // @ts-expect-error a command is a list
  c.cmd('sleep 1');
  // @ts-expect-error there is no such policy
  c.restartPolicy('sometimes');
  // @ts-expect-error only on-failure counts
  c.restartPolicy({ name: 'always', maximumRetryCount: 5 });
  // @ts-expect-error there is no such protocol
  c.ports({ '80/http': 80 });
  // @ts-expect-error a binding has no such field
  c.ports({ '80/tcp': { hostport: 80 } });
  // @ts-expect-error a limit has another name
  c.limits({ mem: '1g' });
  // @ts-expect-error there is no such capability
  c.capAdd('NET_ADMN');
  // @ts-expect-error a file has one origin
  c.files({ target: '/x', content: 'a', source: './a' });
  // @ts-expect-error a bind has two ends
  c.binds({ source: './a' });
  // @ts-expect-error a field of the API has another name
  c.createOptions({ HostConfig: { Memroy: 1 } });
  // @ts-expect-error a field of the API has another type
  c.createOptions({ HostConfig: { Memory: '1g' } });
  // @ts-expect-error a condition is made by ready
  c.readyWhen('healthy');
  // @ts-expect-error there is no such word
  c.pull('sometimes');
  // @ts-expect-error a builder is described by its methods only
  new ContainerBuilder();
}

test('a builder makes what it was made for, and its data is readonly', () => {
  interface Slot extends Creatable {
    readonly x: 1;
  }
  const builder = ContainerBuilder.for<Slot>(() => ({ x: 1, create: async () => undefined }));
  expectTypeOf(builder.image('x').name('y')).toEqualTypeOf<ContainerBuilder<Slot>>();
  expectTypeOf(builder.create).returns.resolves.toEqualTypeOf<Slot>();
  expectTypeOf(builder).toExtend<ContainerBuilder>();
  expectTypeOf<ContainerBuilder['spec']>().toEqualTypeOf<ContainerSpec>();
  expectTypeOf<ContainerBuilder['toCreateOptions']>().returns.toEqualTypeOf<CreateContainerBody>();
  expect(builder.issues).toEqual([]);
});
