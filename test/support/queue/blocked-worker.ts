// A worker whose event loop stands still for longer than its lease.
import 'reflect-metadata';
import { bullQueue } from '@docktopus/queue';
import { BlueprintRunner, Router, silentLogger } from '@docktopus/runner';

const [url = '', leaseMs = ''] = process.argv.slice(2);

/** Nothing else runs meanwhile: no heartbeat either. */
function block(): string {
  console.log('blocked');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(leaseMs) * 3);
  return 'from the one that stood still';
}

const runner = BlueprintRunner.for()
  .router(Router.create().route('work', block, { durable: true }))
  .queue(bullQueue({ url }), { leaseMs: Number(leaseMs) })
  .options({ logger: { ...silentLogger, warn: (text: string) => console.log(`warned: ${text}`) } });
await runner.start();
process.once('SIGTERM', () => void runner.stop());
console.log('ready');
