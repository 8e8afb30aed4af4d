import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import {
  type Container,
  type ContainerFamily,
  connectDocker,
  container,
  DockerContext,
  family,
  use,
} from '@docktopus/core';
import { BlueprintRunner, blueprint, job, type RunnerOptions, sign, webhook } from '@docktopus/runner';
import { FakeEngine } from '@docktopus/testing';
import {
  type CanActivate,
  type ExecutionContext,
  type INestApplication,
  Inject,
  Injectable,
  Module,
  type Type,
  VersioningType,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DocktopusModule, InjectContainer, InjectFamily } from './index.ts';

// The first connection loads the client, and the first application NestJS, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 30_000 });

const IMAGE = 'busybox:1.36';
let engine: FakeEngine;
let app: INestApplication | undefined;

beforeEach(() => {
  engine = new FakeEngine();
});
afterEach(async () => {
  await app?.close();
  app = undefined;
  await engine[Symbol.asyncDispose]();
});

const options = (): RunnerOptions => ({
  connect: {
    transport: engine,
    config: { name: 'bp', strict: 'off' },
    configSources: { args: false, env: false, envFile: false, file: false },
    cleanup: 'none',
  },
});

/** A started application of the class that `metadata` would decorate. */
async function started(metadata: Parameters<typeof Module>[0]): Promise<INestApplication> {
  class AppModule {}
  Module(metadata)(AppModule);
  app = await NestFactory.create(AppModule, { logger: false, abortOnError: false, rawBody: true });
  return app;
}

async function left(): Promise<string[]> {
  await using docker = await connectDocker({ transport: engine });
  return (await docker.engine.listContainers({ all: true })).map(({ Names }) => Names.join());
}

class TenantContext extends DockerContext {
  @container((c) => c.image(IMAGE).cmd(['sleep', '60']).stopSignal('SIGKILL'))
  readonly redis!: Container;

  @family<TenantContext, string>((c) => c.image(IMAGE).cmd(['sleep', '60']).stopSignal('SIGKILL'), {
    idle: 'never',
  })
  readonly tenants!: ContainerFamily<string>;
}

class TenantJobs {
  @job('wake')
  async wake(@family('tenants') tenants: ContainerFamily<string>, @use('greeting') greeting: string) {
    await using tenant = await tenants.use('acme');
    return `${greeting} ${tenant.key}`;
  }
}

@Injectable()
class Cache {
  constructor(
    @InjectContainer('redis') readonly redis: Container,
    @InjectFamily('tenants') readonly tenants: ContainerFamily<string>,
    @Inject(TenantContext) readonly context: TenantContext,
    @Inject(BlueprintRunner) readonly runner: BlueprintRunner,
  ) {}
}

@Injectable()
class Greeting {
  readonly text = 'hello';
}

@Module({ providers: [Greeting], exports: [Greeting] })
class GreetingModule {}

it('provides contexts, containers, families and the runner, and takes all of them away when the application closes', async () => {
  const started_ = await started({
    imports: [
      DocktopusModule.forRoot(TenantContext, {
        jobs: [TenantJobs],
        runner: (runner) => runner.options(options()).provide('greeting', { useValue: 'hi' }),
      }),
    ],
    providers: [Cache],
  });
  const cache = started_.get(Cache);
  expect(await cache.redis.status()).toBe('running');
  expect([cache.context.redis, cache.context.tenants]).toEqual([cache.redis, cache.tenants]);
  expect(await cache.runner.call(TenantJobs, 'wake')).toBe('hi acme');
  expect(await left()).toHaveLength(2);
  await started_.close();
  expect(cache.runner.state.phase).toBe('stopped');
  expect(await left()).toEqual([]);
});

it('makes its options of what NestJS injects', async () => {
  const started_ = await started({
    imports: [
      DocktopusModule.forRootAsync({
        contexts: TenantContext,
        imports: [GreetingModule],
        inject: [Greeting],
        useFactory: (greeting: Greeting) => ({
          jobs: [TenantJobs],
          runner: (runner) => runner.options(options()).provide('greeting', { useValue: greeting.text }),
        }),
      }),
    ],
  });
  expect(await started_.get(BlueprintRunner).call(TenantJobs, 'wake')).toBe('hello acme');
});

@Injectable()
class TokenGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.switchToHttp().getRequest<{ headers: Record<string, string> }>().headers.token === 'right';
  }
}

it('is served below a path of the application, behind its guards and its global prefix', async () => {
  const hook = webhook({ path: '/wake', jobId: 'wake', auth: { type: 'none' }, mode: 'result' });
  const started_ = await started({
    imports: [
      DocktopusModule.forRoot(TenantContext, {
        jobs: [TenantJobs],
        mount: { path: 'ops', guards: [TokenGuard] },
        runner: (runner) => runner.options(options()).provide('greeting', { useValue: 'hi' }).producer(hook),
      }),
    ],
  });
  started_.setGlobalPrefix('api');
  await started_.listen(0, '127.0.0.1');
  const at = `http://127.0.0.1:${(started_.getHttpServer().address() as AddressInfo).port}/api/ops`;
  const headers = { token: 'right', 'content-type': 'application/json' };
  expect((await fetch(`${at}/readyz`)).status).toBe(403);
  expect(await (await fetch(`${at}/readyz`, { headers })).json()).toEqual({ ready: true, notReady: [] });
  const woken = await fetch(`${at}/wake`, { method: 'POST', body: '{}', headers });
  expect(await woken.json()).toMatchObject({ body: 'hi acme' });
  expect((await fetch(`${at}/none`, { headers })).status).toBe(404);
  // Express takes a path in any case.
  const loud = await fetch(`${at.replace('/api/ops', '/API/OPS')}/readyz`, { headers });
  expect(await loud.json()).toEqual({ ready: true, notReady: [] });
});

it('is served below a prefix and a version that read as its own path', async () => {
  const started_ = await started({
    imports: [
      DocktopusModule.forRoot(TenantContext, {
        mount: { path: 'ops' },
        runner: (runner) => runner.options(options()),
      }),
    ],
  });
  started_.setGlobalPrefix('ops').enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
  await started_.listen(0, '127.0.0.1');
  const at = `http://127.0.0.1:${(started_.getHttpServer().address() as AddressInfo).port}`;
  expect(await (await fetch(`${at}/ops/v1/ops/readyz`)).json()).toEqual({ ready: true, notReady: [] });
});

it('is served in the same way on the Fastify adapter', async () => {
  const hook = webhook({ path: '/wake', jobId: 'wake', auth: { type: 'none' }, mode: 'result' });
  const secret = 'a secret of at least some length';
  const signed = webhook({ path: '/signed', jobId: 'wake', auth: { type: 'hmac', secret }, mode: 'result' });
  @Module({
    imports: [
      DocktopusModule.forRoot(TenantContext, {
        jobs: [TenantJobs],
        mount: { path: 'ops', guards: [TokenGuard] },
        runner: (runner) =>
          runner.options(options()).provide('greeting', { useValue: 'hi' }).producer(hook).producer(signed),
      }),
    ],
  })
  class AppModule {}
  const adapter = new FastifyAdapter();
  const settings = { logger: false, abortOnError: false, rawBody: true } as const;
  const onFastify = await NestFactory.create<NestFastifyApplication>(AppModule, adapter, settings);
  app = onFastify;
  onFastify.setGlobalPrefix('api');
  await onFastify.listen(0, '127.0.0.1');
  const at = `${await onFastify.getUrl()}/api/ops`;
  const headers = { token: 'right', 'content-type': 'application/json' };
  expect((await fetch(`${at}/readyz`)).status).toBe(403);
  expect(await (await fetch(`${at}/readyz`, { headers })).json()).toEqual({ ready: true, notReady: [] });
  const woken = await fetch(`${at}/wake`, { method: 'POST', body: '{}', headers });
  expect(await woken.json()).toMatchObject({ body: 'hi acme' });
  const body = '{ "n": 1 }';
  const timestamp = String(Math.floor(Date.now() / 1000));
  const proof = { 'x-timestamp': timestamp, 'x-signature-256': sign(secret, body, timestamp) };
  const post = { method: 'POST', body, headers: { ...headers, ...proof } };
  expect((await fetch(`${at}/signed`, post)).status).toBe(200);
  expect((await fetch(`${at}/none`, { headers })).status).toBe(404);
});

it('injects containers of a blueprint that was written as functions', async () => {
  const cache = blueprint({
    containers: ({ container }) => ({ box: container(IMAGE).cmd(['sleep', '60']).stopSignal('SIGKILL') }),
    jobs: ({ job }) => ({ one: job(() => 1) }),
  });
  @Injectable()
  class Boxes {
    constructor(@InjectContainer('box') readonly box: Container) {}
  }
  const started_ = await started({
    imports: [DocktopusModule.forRoot(cache, { runner: (runner) => runner.options(options()) })],
    providers: [Boxes],
  });
  expect(await started_.get(Boxes).box.status()).toBe('running');
  expect(await started_.get(BlueprintRunner).call(cache, 'one')).toBe(1);
});

async function refusal(...providers: Type<unknown>[]): Promise<string> {
  const imports = [DocktopusModule.forRoot(TenantContext, { runner: (runner) => runner.options(options()) })];
  const error: unknown = await started({ imports, providers }).catch((failure: unknown) => failure);
  return error instanceof Error ? error.message : 'it started';
}

it('says what to write for @container in a class that NestJS makes', async () => {
  @Injectable()
  class OnProperty {
    @container('redis') readonly redis!: Container;
  }
  expect(await refusal(OnProperty)).toBe(
    "DocktopusModule OnProperty.redis: NestJS constructs these classes and does not know @container('redis'). Write @InjectContainer('redis') instead",
  );
  @Injectable()
  class InConstructor {
    constructor(@container('redis') @Inject(TenantContext) readonly redis: unknown) {}
  }
  expect(await refusal(InConstructor)).toContain(
    "parameter 0: NestJS constructs these classes and does not know @container('redis')",
  );
});

it('says which containers there are when a class asks for another', async () => {
  @Injectable()
  class Other {
    constructor(@InjectContainer('rediss') readonly redis: Container) {}
  }
  expect(await refusal(Other)).toContain('Did you mean "redis"?');
});
