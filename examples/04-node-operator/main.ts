import 'reflect-metadata';
import { connectDocker } from '@docktopus/core';
import { silentLogger } from '@docktopus/runner';
import { firstValueFrom, Subject } from 'rxjs';
import { nodeBlueprint } from './node-blueprint.ts';
import type { Alert } from './node-jobs.ts';

// An operator sets it, or names a file in DOCKTOPUS_VALIDATOR_KEY_FILE.
process.env.DOCKTOPUS_VALIDATOR_KEY ??= 'a key that signs nothing at all';
const name = process.env.DOCKTOPUS_NAME ?? 'node-operator';

const alerts = new Subject<Alert>();
const runner = nodeBlueprint({ logger: silentLogger, connect: { config: { name } } }).consumer((result) => {
  if (result.ok && result.jobId === 'alert' && result.body !== undefined) alerts.next(result.body as Alert);
});

const printStatus = async () => console.log('serving:', await runner.call('status'));

await runner.start();
await printStatus();

console.log('a good configuration:', await runner.call('configure', { network: 'mainnet', peers: 25 }));
await printStatus();

console.log('one that never gets ready:', await runner.call('configure', { network: 'moonnet', peers: 25 }));
await printStatus();

// As the kernel would, when memory runs out.
await using docker = await connectDocker();
const alert = firstValueFrom(alerts);
await docker.engine.killContainer(`${name}-node`);
console.log('alert:', await alert);
await printStatus();

await runner.stop();
// A real node keeps its configuration; this one shall leave nothing.
await docker.volumes.remove(`${name}-config`);
console.log('stopped, nothing left behind');
