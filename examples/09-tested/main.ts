import 'reflect-metadata';
import { BlueprintRunner, silentLogger } from '@docktopus/runner';
import { StoreContext } from './store-context.ts';
import { StoreJobs } from './store-jobs.ts';

const runner = BlueprintRunner.for(StoreContext).jobs(StoreJobs).options({ logger: silentLogger });

await runner.start();
await runner.call('put', { key: 'colour', value: 'blue' });
console.log(await runner.call('get', { key: 'colour' }));
console.log(await runner.call('keys'));
await runner.stop();
