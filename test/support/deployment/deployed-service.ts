/**
 * A blueprint that runs in a container of the engine that it uses. Its settings come from the environment; it prints one line of
 * JSON once it is ready, and closes on SIGTERM.
 */
import 'reflect-metadata';
import { once } from 'node:events';
import {
  Container,
  type ContainerBuilder,
  connectDocker,
  container,
  DockerContext,
  isDocktopusError,
  ready,
} from '@docktopus/core';

const { IMAGE = '', WORK = '', APART = '', LABEL = '' } = process.env;

const serve = (text: string) =>
  `mkdir -p /www && echo ${text} > /www/index.html && exec httpd -f -p 8080 -h /www`;

class Service extends DockerContext {
  /** On a network of the service's, and published on the loopback of the host, as ports are. */
  @container<Service>((c, ctx) => ctx.web(c.image(IMAGE), 'beside').networks(WORK).ports(8080))
  readonly beside!: Container;

  /** On another network, and published on all addresses of the host. */
  @container<Service>((c, ctx) =>
    ctx
      .web(c.image(IMAGE), 'behind')
      .networks(APART)
      .ports({ '8080/tcp': { hostIp: '0.0.0.0' } }),
  )
  readonly behind!: Container;

  /** On another network, and published where only the host gets. */
  @container<Service>((c, ctx) =>
    ctx.box(c.image(IMAGE), serve('away')).networks(APART).ports(8080).readyWhen(ready.port(8080)),
  )
  readonly away!: Container;

  @container<Service>((c, ctx) =>
    ctx
      .box(c.image(IMAGE), 'echo written > /out/file && exec sleep 600')
      .networks(APART)
      .binds('./data/out:/out'),
  )
  readonly writer!: Container;

  @container<Service>((c, ctx) =>
    ctx.box(c.image(IMAGE), 'exec sleep 600').networks(APART).lifetime('persistent'),
  )
  readonly store!: Container;

  web(builder: ContainerBuilder<Container>, text: string) {
    return this.box(builder, serve(text)).readyWhen(ready.http(8080, '/'));
  }

  box(builder: ContainerBuilder<Container>, script: string) {
    return builder
      .cmd(['sh', '-c', script])
      .labels({ [LABEL]: '' })
      .pull('never')
      .stopSignal('SIGKILL')
      .strict('off');
  }
}

/** Where a container's port is said to be, and what answers there. */
async function visit(web: Container) {
  const { host, port } = await web.port(8080);
  const response = await fetch(`http://${host}:${port}/`);
  return { host, port, says: (await response.text()).trim() };
}

const why = (error: unknown) =>
  isDocktopusError(error) ? { code: error.code, reason: error.reason, hint: error.hint } : String(error);

/** What a policy for a directory of ours makes of a bind. */
async function judged(bind: string) {
  await using docker = await connectDocker({ policy: { binds: ['./data/out'] } });
  const guarded = Container.builder(docker, IMAGE)
    .labels({ [LABEL]: '' })
    .binds(bind)
    .pull('never')
    .strict('off');
  try {
    return await (await guarded.create()).remove();
  } catch (error) {
    return why(error);
  }
}

const ctx = await Service.connect();
const report = {
  vantage: await ctx.docker.vantage(),
  beside: await visit(ctx.beside),
  behind: await visit(ctx.behind),
  away: await ctx.away.port(8080).catch(why),
  judged: [await judged('./data/out:/out'), await judged('./data:/data')],
  unshared: await ctx.container(IMAGE).binds('/proc-of-us/x:/x').strict('off').create().catch(why),
  store: ctx.store.id,
  swept: ctx.swept.steps
    .filter(({ kind, action }) => kind === 'container' && action === 'remove')
    .map(({ ownership, why }) => `${ownership.name}: ${why}`),
};
process.stdout.write(`${JSON.stringify(report)}\n`);
// A listener for a signal does not keep a process alive.
const alive = setInterval(() => undefined, 60_000);
await once(process, 'SIGTERM');
clearInterval(alive);
await ctx.close();
process.stdout.write('closed\n');
