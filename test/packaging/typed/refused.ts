import { BlueprintRunner, blueprint, body, job } from '@docktopus/runner';
import { z } from 'zod';

const cache = blueprint({
  settings: { image: z.string().default('redis:7.4') },
  containers: ({ env, container }) => ({ redis: container(env.image) }),
  jobs: ({ redis, job }) => ({
    flush: job(
      z.object({ db: z.number() }),
      async ({ db }) => (await redis.exec(['flush', `${db}`])).exitCode,
    ),
  }),
});

export const wrongId = cache.call('flsh', { db: 0 });
export const wrongBody = cache.call('flush', { db: '0' });
export const noBody = cache.call('flush');
export const wrongResult: Promise<string> = cache.call('flush', { db: 0 });

export const wrongSetting = blueprint({
  settings: { image: z.string() },
  containers: ({ env, container }) => ({ redis: container(env.imge) }),
  jobs: () => ({}),
});
export const wrongContainer = blueprint({
  containers: ({ container }) => ({ redis: container('redis:7.4') }),
  jobs: ({ rdis, job }) => ({ flush: job(() => rdis) }),
});
export const wrongDependency = blueprint({
  containers: ({ container }) => ({ redis: container('redis:7.4').dependsOn({ databse: 'ready' }) }),
  jobs: () => ({}),
});
export const takenName = blueprint({
  containers: ({ container }) => ({ env: container('redis:7.4') }),
  jobs: () => ({}),
});
export const wrongSchedule = blueprint({
  jobs: ({ job }) => ({ flush: job(z.number(), (db) => db) }),
  producers: ({ cron }) => [cron('0 * * * *', 'flsh', 0)],
});

export class CacheJobs {
  @job('flush')
  flush(@body(z.number()) db: string): string {
    return db;
  }
  @job('count')
  count(): number {
    return 1;
  }
}
export const runner = BlueprintRunner.for(cache).jobs(CacheJobs);
export const wrongMethod = runner.call(CacheJobs, 'cuont');
