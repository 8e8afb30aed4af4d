import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildRunner } from './builds.ts';

const folder = mkdtempSync(join(tmpdir(), 'docktopus-builds-'));
const path = join(folder, 'jobs.db');

// A process of its own, killed in the middle of the second build.
const doomed = fork(fileURLToPath(new URL('./doomed.ts', import.meta.url)), [path], { silent: true });
const ids: string[] = [];
doomed.on('message', (id: string) => ids.push(id));
doomed.stderr?.pipe(process.stderr);
for await (const chunk of doomed.stdout ?? []) {
  process.stdout.write(chunk);
  if (String(chunk).includes('web: compiling')) doomed.kill('SIGKILL');
}
if (doomed.signalCode === null) await once(doomed, 'exit');
console.log(`-- ended by ${doomed.signalCode}; what was accepted is in the file`);

// The next process takes over what the first one held, and does not check it out again.
const runner = buildRunner(path);
await runner.start();
const builds = await Promise.all(ids.map((id) => runner.queue.ended(id)));
for (const build of builds) console.log(build?.state, build?.result, { lostLeases: build?.stalls });
const again = await runner.submit('build', { repo: 'web' }, { idempotencyKey: 'push to web' });
console.log('the same push again:', again.deduplicated ? 'nothing to do' : 'another build');
await runner.stop();
rmSync(folder, { recursive: true });
