import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Container, type ContainerFamily, container, DockerContext, ready } from '@docktopus/core';
import { findBlueprints } from '@docktopus/dashboard';
import { BlueprintRunner, Router } from '@docktopus/runner';
import { memoryQueue } from '@docktopus/runner/durable';
import { FakeEngine } from '@docktopus/testing';

class ShopContext extends DockerContext {
  @container<ShopContext>((c) => c.image('shop/web:1').limits({ memory: '64m' }).env({ TOKEN: 'hunter2' }))
  readonly web!: Container;

  @container<ShopContext>((c) =>
    c.image('shop/web:1').limits({ memory: '64m' }).readyWhen(ready.log('listening')),
  )
  readonly cache!: Container;

  tenants!: ContainerFamily<string>;

  override onInit(): void {
    this.tenants = this.family('tenants', (_: string) => this.container('shop/web:1'), {
      // biome-ignore lint/suspicious/noThenProperty: it is the option's name, and its value is no function.
      idle: { after: '15m', then: 'stop' },
    });
  }
}

/**
 * A runner with durable jobs and a family that serves its dashboard, over an engine in memory that other processes reach
 * as well, and a client with the rights of the command line. Its discovery file is in a separate folder.
 */
export async function showRunner(options: { readonly actions?: boolean } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'docktopus-run-'));
  const { XDG_RUNTIME_DIR: before } = process.env;
  process.env.XDG_RUNTIME_DIR = folder;
  const engine = new FakeEngine({ ports: 'none' });
  engine.image('shop/web:1', async ({ stdout, onSignal, exit, forever }) => {
    stdout('listening\n');
    onSignal('SIGTERM', () => exit(0));
    await forever();
  });
  const socket = join(folder, 'engine.sock');
  const listening = await engine.listen(socket);
  let context: ShopContext | undefined;
  const router = Router.create()
    .route('greet', ({ body }) => `hello ${String(body)}`)
    .route('fail', () => {
      throw new Error('the disk with token=hunter2 is full');
    })
    .route('build', ({ body }) => ({ built: body, password: 'hunter2' }), { durable: true })
    .route(7, ({ body }) => ({ seven: body }), { durable: true })
    .route(
      'broken',
      () => {
        throw new Error('no such branch');
      },
      { durable: true },
    );
  const runner = BlueprintRunner.for(ShopContext)
    .router(router)
    .queue(memoryQueue())
    .backgroundService(async ({ injector }) => {
      context = injector.resolve(ShopContext);
    })
    .http({ port: 0, dashboard: { ...options } })
    .options({
      connect: {
        transport: engine,
        cleanup: 'none',
        config: { name: 'shop', strict: 'off', progress: 'off', dataDir: join(folder, 'data') },
        configSources: { args: false, env: false, envFile: false, file: false },
      },
    });
  await runner.start();
  const [found] = await findBlueprints();
  const call = (path: string, init: RequestInit = {}, token = found!.operatorToken) =>
    fetch(`${found!.origin}/api/v1/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
  // biome-ignore lint/suspicious/noExplicitAny: what it holds is what the tests are about.
  const json = async (path: string): Promise<any> => (await call(path)).json();
  /** What the board has of one kind. */
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  const of = async (kind: string): Promise<any[]> =>
    (await json('snapshot')).put
      .filter((put: { kind: string }) => put.kind === kind)
      .map(({ value }: { value: unknown }) => value);
  return {
    engine,
    runner,
    /** Of `$XDG_RUNTIME_DIR`. */
    folder,
    /** For the command line in another process. */
    env: { XDG_RUNTIME_DIR: folder, DOCKER_HOST: `unix://${socket}` },
    found: found!,
    call,
    json,
    of,
    get tenants() {
      return context!.tenants;
    },
    /** One of the containers on the board. */
    box: async (name: string) => (await of('container')).find(({ managedName }) => managedName === name),
    async [Symbol.asyncDispose]() {
      await runner.stop({ graceMs: 0 });
      await listening[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
      if (before === undefined) delete process.env.XDG_RUNTIME_DIR;
      else process.env.XDG_RUNTIME_DIR = before;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
