import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Container, container, DockerContext } from '@docktopus/core';
import { docktopus } from '@docktopus/fastify';
import { DocktopusModule } from '@docktopus/nestjs';
import { BlueprintRunner, type MountHttpOptions, Router, silentLogger, webhook } from '@docktopus/runner';
import { FakeEngine } from '@docktopus/testing';
import { serve } from '@hono/node-server';
import { type CanActivate, type ExecutionContext, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import express, { type Express } from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserProgram, launchBrowser } from '../support/browser.ts';
import { openPage } from './open-page.ts';

const { program, obstacle } = browserProgram();
const SESSION = 'session=right';
let browser: Browser | undefined;
beforeAll(async () => {
  if (program !== undefined) browser = await launchBrowser(program);
});
afterAll(() => browser?.close());

class ShopContext extends DockerContext {
  @container((c) => c.image('busybox').cmd(['sleep', '600']).stopSignal('SIGKILL'))
  readonly web!: Container;
}

/** An application that serves a blueprint below `/ops`, for those who have its cookie. */
interface Application {
  readonly at: string;
  /** Cuts all connections. */
  cut?(): void;
  close(): Promise<unknown>;
}

type Start = (runner: BlueprintRunner, http: MountHttpOptions) => Promise<Application>;

async function stop(runner: BlueprintRunner, server: Server): Promise<void> {
  await runner.stop();
  server.closeIdleConnections();
  await new Promise((closed) => server.close(closed));
}

const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Express with a page that logs in, to which it leads everyone who is not. */
async function listenExpress(runner: BlueprintRunner, http: MountHttpOptions): Promise<Application> {
  const app: Express = express();
  app.get('/favicon.ico', (_request, response) => void response.sendStatus(204));
  app.get('/login', (_request, response) => void response.send('who are you?'));
  app.get('/logged-in', (_request, response) => void response.cookie('session', 'right').send('welcome'));
  app.use(
    '/ops',
    (request, response, next) =>
      void (request.get('cookie') === SESSION ? next() : response.redirect('/login')),
    runner.mount(http).middleware,
  );
  await runner.start();
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    at: addressOf(server),
    cut: () => server.closeAllConnections(),
    close: () => stop(runner, server),
  };
}

const FRAMEWORKS: Readonly<Record<string, Start>> = {
  Express: listenExpress,
  async Hono(runner, http) {
    const app = new Hono()
      .use('/ops/*', async (context, next) =>
        context.req.header('cookie') === SESSION ? next() : context.text('who are you?', 401),
      )
      .mount('/ops', runner.mount(http).fetch);
    await runner.start();
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
    await once(server, 'listening');
    return { at: addressOf(server), close: () => stop(runner, server) };
  },
  async Fastify(runner, http) {
    const app = Fastify();
    app.addHook('onRequest', async (request, reply) => {
      if (request.headers.cookie !== SESSION) await reply.code(401).send('who are you?');
    });
    await app.register(docktopus, { runner, prefix: '/ops', http });
    const at = await app.listen({ port: 0, host: '127.0.0.1' });
    return { at, close: () => app.close() };
  },
  async NestJS(runner, http) {
    @Injectable()
    class SessionGuard implements CanActivate {
      canActivate(context: ExecutionContext): boolean {
        const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string> }>();
        return headers.cookie === SESSION;
      }
    }
    const module = DocktopusModule.forRoot(ShopContext, {
      mount: { path: 'ops', guards: [SessionGuard], http },
      runner: (own) => own.router(ping).options(optionsOf.get(runner)!),
    });
    class AppModule {}
    Module({ imports: [module] })(AppModule);
    const app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
    await app.listen(0, '127.0.0.1');
    return { at: addressOf(app.getHttpServer() as Server), close: () => app.close() };
  },
};

const ping = Router.create().route('ping', () => 'pong');
type Options = Parameters<BlueprintRunner['options']>[0];
/** NestJS makes its runner itself. */
const optionsOf = new WeakMap<BlueprintRunner, Options>();

async function served(start: Start, http: MountHttpOptions) {
  const engine = new FakeEngine({ ports: 'none' });
  const options: Options = {
    logger: silentLogger,
    connect: {
      transport: engine,
      cleanup: 'none',
      config: { name: 'shop', strict: 'off', progress: 'off' },
      configSources: { args: false, env: false, envFile: false, file: false },
    },
  };
  const runner = BlueprintRunner.for(ShopContext).router(ping).options(options) as BlueprintRunner;
  optionsOf.set(runner, options);
  const app = await start(runner, http);
  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${app.at}/ops/${path}`, {
      ...init,
      headers: { cookie: SESSION, 'content-type': 'application/json', ...init.headers },
    });
  return {
    ...app,
    call,
    async [Symbol.asyncDispose]() {
      await app.close();
      await engine[Symbol.asyncDispose]();
    },
  };
}

const own = { 'sec-fetch-site': 'same-origin' };

test.for(Object.entries(FRAMEWORKS))(
  'an application on %s shows the dashboard below its prefix to those whom it lets through',
  async ([, start]) => {
    await using app = await served(start, { dashboard: { actions: true } });
    const { call } = app;
    for (const path of ['dashboard/', 'dashboard/api/v1/snapshot', 'dashboard/api/v1/events'])
      expect((await fetch(`${app.at}/ops/${path}`, { redirect: 'manual' })).status).toBeOneOf([
        302, 401, 403,
      ]);
    const page = await call('dashboard');
    expect(page.url).toBe(`${app.at}/ops/dashboard/`);
    const [, script] = /src="\.\/(assets\/[^"]+\.js)"/.exec(await page.text())!;
    const loaded = await call(`dashboard/${script}`);
    expect([loaded.status, loaded.headers.get('content-type')]).toEqual([
      200,
      'text/javascript; charset=utf-8',
    ]);

    const board = async () => (await call('dashboard/api/v1/snapshot')).text();
    await expect.poll(board).toContain('"managedName":"web"');
    const { put } = JSON.parse(await board()) as { put: { kind: string; key: string }[] };
    const { key } = put.find(({ kind }) => kind === 'container')!;
    const stream = (await call('dashboard/api/v1/events')).body!.getReader();
    const begun = new TextDecoder().decode((await stream.read()).value);
    const [, id] = /"stream":"([^"]+)"/.exec(begun)!;
    const watch = { method: 'PUT', body: JSON.stringify({ stats: [key] }), headers: own };
    expect((await call(`dashboard/api/v1/streams/${id}`, watch)).status).toBe(204);

    const stop = (headers: Record<string, string>) =>
      call(`dashboard/api/v1/containers/${key}/stop`, { method: 'POST', body: '{}', headers });
    expect((await stop({ origin: 'https://evil.test' })).status).toBe(403);
    expect((await stop({})).status).toBe(403);
    expect((await stop({ origin: app.at })).status).toBe(204);

    // The open stream keeps nobody from closing.
    const ended = (async () => {
      let text = '';
      for (;;) {
        const { done, value } = await stream.read();
        if (done) return text;
        text += new TextDecoder().decode(value);
      }
    })();
    await app.close();
    expect(await ended).toContain('event: bye');
  },
);

test('nothing of the dashboard is served unless the application asks for it', async () => {
  await using app = await served(listenExpress, {});
  expect((await app.call('dashboard/')).status).toBe(404);
  expect((await app.call('dashboard/api/v1/snapshot')).status).toBe(404);
  expect((await app.call('healthz')).status).toBe(200);
});

test('a webhook at the path of the dashboard keeps the runner from starting', async () => {
  const hook = webhook({ path: '/dashboard/hook', jobId: 'ping', auth: { type: 'none' } });
  const start = served((runner, http) => listenExpress(runner.producer(hook) as BlueprintRunner, http), {
    dashboard: true,
  });
  await expect(start).rejects.toThrow(
    "mount /dashboard: webhook /dashboard/hook has a path there already, which is the dashboard's. Choose another path for it, or leave out the option dashboard",
  );
});

test('a browser that is logged in sees the dashboard live, stops a container with it, and is told when its log-in has ended', async ({
  skip,
}) => {
  skip(browser === undefined, obstacle);
  await using app = await served(listenExpress, { dashboard: { actions: true } });
  await using opened = await openPage(browser!, `${app.at}/logged-in`);
  const { page } = opened;
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto(`${app.at}/ops/dashboard`);
  await page.locator('tbody tr', { hasText: 'running' }).waitFor();
  await page.locator('tbody th a').first().click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.locator('h1 + .badge', { hasText: 'exit 137' }).waitFor();
  expect(opened.complaints).toEqual([]);
  await page.context().clearCookies();
  app.cut?.();
  await page.getByRole('alert').filter({ hasText: 'Reload it to log in again' }).waitFor();
});
