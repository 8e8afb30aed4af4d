// The program that is killed: it keeps three builds, and begins to run them.
import { buildRunner } from './builds.ts';

const runner = buildRunner(process.argv[2] ?? '');
await runner.start();
for (const repo of ['api', 'web', 'docs']) {
  const { id } = await runner.submit('build', { repo }, { idempotencyKey: `push to ${repo}` });
  process.send?.(id);
}
