import {
  Container,
  type ContainerFamily,
  config,
  connectDocker,
  DockerContext,
  type FamilyOptions,
  Injector,
} from '@docktopus/core';
import { inject, injectable } from 'tsyringe';
import { copyGoal } from '../../packages/core/src/container/files/copy-goal.ts';
import type { Bench, Rows } from './bench.ts';

@injectable()
class Alerts extends DockerContext {
  @config('alerts.url') readonly url!: string;
}

@injectable()
class Hen {
  readonly egg: unknown;
  constructor(@inject('egg') egg: unknown) {
    this.egg = egg;
  }
}

@injectable()
class Egg {
  readonly hen: unknown;
  constructor(@inject('hen') hen: unknown) {
    this.hen = hen;
  }
}

@injectable()
class Untold {
  readonly what: unknown;
  constructor(what: unknown) {
    this.what = what;
  }
}

/** A family of containers that sleep. */
async function family<Data = undefined>(
  bench: Bench,
  options: Partial<FamilyOptions<string, Data>> = {},
  takesData = false,
): Promise<ContainerFamily<string, Data>> {
  const ctx = await bench.connect(DockerContext, {
    name: 'shop',
    strict: 'off',
    dataDir: bench.folder,
    progress: 'off',
  });
  const make = () => ctx.container('busybox:1.36').cmd(['sleep', '1000']);
  const define = takesData ? (_key: string, _data: Data) => make() : (_key: string) => make();
  return ctx.family('box', define as never, { idle: 'never', ...options } as never) as never;
}

/** Texts beside those of {@link containerRows} and {@link engineRows}: another reason or another hint of a code. */
export const reasonRows: Rows = {
  'a port of a container that does not run': [
    async (bench) =>
      (
        await bench
          .box()
          .ports({ '80/tcp': { hostPort: 0 } })
          .create()
      ).port(80),
    'container.not-running: container.port box: its ports are bound only while it runs',
  ],
  'statistics of a container that does not run': [
    async (bench) => (await bench.box().create()).stats(),
    'container.not-running: container.stats box: only a running container has statistics',
  ],
  'a slot from an id whose container is gone': [
    async (bench) => {
      const box = await bench.box().create();
      const found = await Container.fromId(bench.docker, `${box.id}`);
      await box.remove();
      await found.create();
    },
    'container.not-created: container.create box: the container of this handle is gone, and a handle from an id has no spec to create it again',
  ],
  'a run that writes too much': [
    (bench) => bench.box('echo hello').slot().run({ maxOutputBytes: 2 }),
    "exec.output-too-large: container.run box: it wrote more than 2 bytes. Raise maxOutputBytes, set overflow: 'truncate', or read it with runStream()",
  ],
  'a builder without a client': [
    () => Container.builder(undefined, 'busybox:1.36').create(),
    'engine.unreachable: container.create busybox:1.36: its builder was made without a Docker client. Pass the client of connectDocker() to Container.builder()',
  ],
  'content that is copied to a directory': [
    () => copyGoal({ kind: 'content' }, '/data', true, undefined, 'box'),
    'path.in-use: container.copyTo box: /data/ names a directory, and content has no file name. Give the path of the copy, with its file name',
  ],
  'an empty id': [
    ({ docker }) => docker.engine.inspectContainer(''),
    'container.not-found: engine.inspectContainer: the id is empty',
  ],
  'an id with a slash': [
    ({ docker }) => docker.engine.inspectContainer('a/b'),
    'container.not-found: engine.inspectContainer a/b: No such container: a/b',
  ],
  'an empty image reference': [
    ({ docker }) => docker.images.pull(''),
    'image.not-found: images.pull: the image reference is empty. Write an image name such as redis:7.4',
  ],
  'a request of a client with a policy': [
    async ({ fake }) => {
      const docker = await connectDocker({ transport: fake, policy: {} });
      await docker.request({ method: 'POST', path: '/swarm/init' });
    },
    'policy.refused: policy POST /swarm/init: a client with a policy does not send this request. Use a client without a policy for it',
  ],
  'a setting without a value': [
    (bench) => bench.connect(Alerts),
    'config.invalid: inject Alerts → .url: the setting has no value. Set DOCKTOPUS_ALERTS__URL, or alerts.url in docktopus.config.*',
  ],
  'a circle of injection': [
    () => {
      const injector = Injector.create();
      injector.provide('egg', { useClass: Egg });
      injector.provide('hen', { useClass: Hen });
      injector.resolve('egg');
    },
    'inject.failed: inject "egg" → "hen" → "egg": they need each other in a circle. Write @inject(delay(() => TheClass)) in one of them',
  ],
  'a parameter whose type is not known': [
    () => Injector.create().resolve(Untold),
    'inject.failed: inject Untold: parameter 0 has no token: its type is not known at run time. Write @inject(TheClass) before parameter 0 of the constructor of Untold, and import the class as a value',
  ],
  'a context that is not connected': [
    () => new DockerContext().container('busybox:1.36'),
    'context.invalid: context.container DockerContext: the context is not connected yet. Connect it with connect(), and do this in onInit() rather than in the constructor',
  ],
  'two families of one name': [
    async (bench) => {
      const ctx = await bench.connect(DockerContext, { dataDir: bench.folder });
      const make = () => ctx.container('busybox:1.36');
      ctx.family('box', make, { idle: 'never' });
      ctx.family('box', make, { idle: 'never' });
    },
    'family.invalid: context.family box: the context has a family of this name already. Keep the one that it has, or choose another name',
  ],
  'a second live context of one class': [
    async (bench) => {
      const injector = Injector.create();
      await bench.connect(DockerContext, {}, { injector });
      await bench.connect(DockerContext, {}, { injector });
    },
    'context.invalid: context.connect DockerContext: the injector already has a live context of this class, and injection could not tell them apart. Close that one first, or connect this one with injector.child()',
  ],
  'a key whose data load() does not find': [
    async (bench) => (await family(bench, { load: () => undefined } as never, true)).use('acme'),
    'family.key-unknown: family.load box "acme": load() returned nothing for the key',
  ],
  'a key whose load() fails': [
    async (bench) => {
      const load = () => Promise.reject(new Error('the database is away'));
      await (await family(bench, { load } as never, true)).use('acme');
    },
    'family.no-data: family.load box "acme": load failed: the database is away',
  ],
  'data that no label can hold': [
    async (bench) => {
      const boxes = await family<string>(bench, { dataInLabel: true } as never, true);
      await boxes.use('acme', 'x'.repeat(100_000) as never);
    },
    'family.invalid: family.use box: the data takes 100002 bytes as JSON, and dataInLabel takes at most 4096. Keep the data elsewhere, and give the family the option load',
  ],
  'data for a family that takes none': [
    async (bench) => (await family(bench)).use('acme', ...(['pro', {}] as never as [])),
    [
      'family.invalid: family.use box: 1 problem',
      '  data: got some, expected undefined, because the definition of the family takes none; give it a second parameter without a default, or the family the option data',
    ].join('\n'),
  ],
  'keeping a key that has no container': [
    async (bench) => (await family(bench)).keepUntil('acme', new Date(0)),
    'family.key-unknown: family.keepUntil box "acme": the key has no container. Call use(key) first',
  ],
  'a family without room for its networks': [
    async (bench) => {
      const boxes = await family(bench, { network: 'isolated' } as never);
      await bench.refused(
        'createNetwork',
        500,
        'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
        () => boxes.use('acme'),
      );
    },
    [
      'network.no-addresses: family.use box: the engine has no addresses left for another network; by default it has about 31. Remove networks that are not used, or give the engine more default-address-pools in its daemon.json',
      '  caused by networks.create shop-box-<hash>-net1: could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network. Remove networks that are not used, with `docker network prune`, or give this one a subnet',
    ].join('\n'),
  ],
};
