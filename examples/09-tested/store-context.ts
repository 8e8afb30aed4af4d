import {
  BlueprintEnvironment,
  type Container,
  config,
  container,
  DockerContext,
  ready,
} from '@docktopus/core';
import { injectable } from 'tsyringe';
import { z } from 'zod';

const Settings = BlueprintEnvironment.extend({
  image: z.string().default('docktopus/busybox:1.35'),
  greeting: z.string().default('the store is open'),
});

/** A place for values: a container whose files are the keys. */
@injectable()
export class StoreContext extends DockerContext {
  @config(Settings) override readonly env!: z.infer<typeof Settings>;

  @container<StoreContext>((c, ctx) =>
    c
      .image(ctx.env.image)
      .env({ GREETING: ctx.env.greeting })
      .cmd([
        'sh',
        '-c',
        'trap "exit 0" TERM; mkdir /store; echo $GREETING; while :; do sleep 1 & wait $!; done',
      ])
      .restartPolicy('no')
      .limits({ memory: '32m', cpus: 0.5, pids: 32 })
      .readyWhen(ready.log(/open/)),
  )
  readonly store!: Container;
}
