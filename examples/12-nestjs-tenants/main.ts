import 'reflect-metadata';
import { once } from 'node:events';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type ContainerFamily, DockerContext, family, ready } from '@docktopus/core';
import { DocktopusModule, InjectFamily } from '@docktopus/nestjs';
import { Controller, Get, Inject, Injectable, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

class TenantContext extends DockerContext {
  @family<TenantContext, string>(
    (c, _ctx, key) =>
      c
        .image('docktopus/busybox:1.35')
        .cmd(['httpd', '-f', '-p', '8080', '-h', '/www'])
        .files({ target: '/www/index.html', content: `welcome to ${key}` })
        .stopTimeout('1s')
        .ports(8080)
        .readyWhen(ready.port(8080))
        .strict('off'),
    { idle: { after: '15m', then: 'stop' }, capacity: { running: 50 } },
  )
  readonly tenants!: ContainerFamily<string>;
}

/** A real service keeps these in its database. */
@Injectable()
class Accounts extends Set<string> {}

@Controller('accounts')
class AccountsController {
  constructor(
    @Inject(Accounts) private readonly accounts: Accounts,
    @InjectFamily('tenants') private readonly tenants: ContainerFamily<string>,
  ) {}

  @Post(':name')
  open(@Param('name') name: string): string {
    this.accounts.add(name);
    return `${name} has an account`;
  }

  @Get(':name')
  async state(@Param('name') name: string): Promise<string> {
    return `${name} is ${(await this.tenants.get(name))?.state ?? 'not there yet'}`;
  }
}

@Module({
  imports: [DocktopusModule.forRoot(TenantContext)],
  controllers: [AccountsController],
  providers: [Accounts],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error'] });
const [context, accounts] = [app.get(TenantContext), app.get(Accounts)];
const router = context.tenants.router({
  host: '*.preview.example',
  port: 8080,
  authorise: ({ slug }) => (accounts.has(slug) ? { key: slug } : { deny: 404 }),
});
app.use((incoming: IncomingMessage, outgoing: ServerResponse, next: () => void) =>
  router.matches(incoming.headers.host) ? void router.request(incoming, outgoing) : next(),
);
app.enableShutdownHooks(undefined, { useProcessExit: true });
await app.listen(0, '127.0.0.1');

async function ask(method: string, host: string, path: string): Promise<void> {
  const { port } = app.getHttpServer().address() as AddressInfo;
  const [answer] = await once(request({ port, method, path, headers: { host } }).end(), 'response');
  console.log(method, `${host}${path}`, answer.statusCode, (await text(answer)).trim());
}
await ask('GET', 'acme.preview.example', '/');
await ask('POST', 'app.example', '/accounts/acme');
await ask('GET', 'app.example', '/accounts/acme');
await ask('GET', 'acme.preview.example', '/');
await ask('GET', 'app.example', '/accounts/acme');
await Promise.all([router.close(), app.close()]);
