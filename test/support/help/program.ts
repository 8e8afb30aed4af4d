import 'reflect-metadata';
import { BlueprintEnvironment, config, DockerContext, secret } from '@docktopus/core';
import { BlueprintRunner, job } from '@docktopus/runner';
import { injectable } from 'tsyringe';
import { z } from 'zod';

const Settings = BlueprintEnvironment.extend({
  image: z.string().default('redis:7.4').describe('The image of the cache'),
  workers: z.number().int().describe('How many there are'),
  apiToken: secret(z.string().describe('Of the API')),
});

@injectable()
class CacheContext extends DockerContext {
  @config(Settings) declare readonly env: z.infer<typeof Settings>;
}

@injectable()
class CacheJobs {
  @job('flush')
  flush() {
    return {};
  }
}

await BlueprintRunner.for(CacheContext).jobs(CacheJobs).run();
console.log('ended');
