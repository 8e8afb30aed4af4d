import { type ContainerFamily, config, DockerContext, family, own } from '@docktopus/core';
import { injectable } from 'tsyringe';
import { Settings } from './settings.ts';

/** A container for each tenant: created on first use, stopped after 15 minutes without use. */
@injectable()
export class TenantContext extends DockerContext {
  @config(Settings) override readonly env!: Settings;

  @family<TenantContext, string>(
    (c, ctx) =>
      c
        .image(ctx.env.image)
        .cmd(['sleep', '1000000'])
        .volumes(own('data', '/data'))
        .networks('none')
        .limits({ memory: '64m', pids: 32 })
        .logDriver('json-file', { 'max-size': '1m' })
        .stopTimeout(0)
        .lifetime('persistent'),
    {
      idle: { after: '15m', then: 'stop' },
      capacity: { running: 100, starting: 4, whenFull: 'refuse' },
    },
  )
  readonly tenants!: ContainerFamily<string>;
}
