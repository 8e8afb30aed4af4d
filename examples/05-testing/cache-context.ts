import { type Container, config, container, DockerContext, ready } from '@docktopus/core';
import { injectable } from 'tsyringe';
import { CacheSettings } from './cache-settings.ts';

/** Begins empty whenever it is started. */
const CACHE = `
trap 'echo closed; exit 0' TERM
rm -rf /tmp/cache && mkdir /tmp/cache
echo open
while :; do sleep 1 & wait $!; done
`;

@injectable()
export class CacheContext extends DockerContext {
  @config(CacheSettings) override readonly env!: CacheSettings;

  @container<CacheContext>((c, ctx) =>
    c
      .image(ctx.env.image)
      .name(`${ctx.env.name}-cache`)
      .cmd(['sh', '-c', CACHE])
      .user('65534:65534')
      .networks('none')
      // Who starts it again is the alert job, which tells somebody.
      .restartPolicy('no')
      .limits({ memory: '64m', cpus: 0.5, pids: 64 })
      .logDriver('json-file', { 'max-size': '1m' })
      .stopTimeout('5s')
      .init(false)
      .readyWhen(ready.log(/^open$/)),
  )
  readonly cache!: Container;
}
