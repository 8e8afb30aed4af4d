import 'reflect-metadata';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type ContainerFamily, DockerContext, family, own, ready } from '@docktopus/core';

interface Tenant {
  readonly plan: 'free' | 'pro';
  readonly session: string;
}

/** A real service keeps these in its database. */
const TENANTS: Readonly<Record<string, Tenant>> = {
  acme: { plan: 'pro', session: 'a-secret' },
  umbrella: { plan: 'free', session: 'u-secret' },
};

/** Counts visits in the tenant's volume. */
const PAGE = `#!/bin/sh
printf 'content-type: text/plain\\r\\n\\r\\n'
echo visit >> /data/visits
echo "hello from $TENANT ($PLAN), visit $(wc -l < /data/visits)"`;

class TenantContext extends DockerContext {
  @family<TenantContext, string, Tenant>(
    (c, _ctx, key, { plan }) =>
      c
        .image('docktopus/busybox:1.35')
        .cmd(['httpd', '-f', '-p', '8080', '-h', '/www'])
        .files({ target: '/www/cgi-bin/hello', content: PAGE, mode: 0o755 })
        .env({ TENANT: key, PLAN: plan })
        .volumes(own('data', '/data'))
        .limits({ memory: plan === 'pro' ? '64m' : '32m', cpus: 0.5, pids: 32 })
        .stopTimeout('1s')
        .ports(8080)
        .readyWhen(ready.port(8080))
        .strict('off'),
    {
      idle: { after: '15m', then: 'stop' },
      capacity: { running: 50, starting: 4, memory: '2g', whenFull: 'evict' },
      load: (key) => TENANTS[key],
    },
  )
  readonly tenants!: ContainerFamily<string, Tenant>;
}

const ctx = await TenantContext.connect();
const { tenants } = ctx;
const router = tenants.router({
  host: '*.preview.example',
  port: 8080,
  stripCookies: ['session'],
  authorise({ slug, headers }) {
    const session = /session=([^;]+)/.exec(headers.cookie ?? '')?.[1];
    if (session === undefined) return { deny: 401 };
    // Other people's tenants look as if they did not exist.
    return TENANTS[slug]?.session === session ? { key: slug } : { deny: 404 };
  },
});
const server = createServer(router.request).on('upgrade', router.upgrade).listen(0, '127.0.0.1');
await once(server, 'listening');

async function visit(tenant: string, session: string): Promise<void> {
  const headers = { host: `${tenant}.preview.example`, cookie: `session=${session}` };
  const { port } = server.address() as AddressInfo;
  const [answer] = await once(request({ port, path: '/cgi-bin/hello', headers }).end(), 'response');
  console.log(tenant, answer.statusCode, (await text(answer)).trim());
}

await visit('acme', 'a-secret');
await visit('umbrella', 'u-secret');
await visit('acme', 'u-secret');
await tenants.stop('acme');
await visit('acme', 'a-secret');
console.log((await tenants.why('umbrella'))?.text);
for (const tenant of Object.keys(TENANTS)) await tenants.remove(tenant, { volumes: true });
server.close();
await ctx.close();
