import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { silentLogger } from '@docktopus/runner';
import type { Program } from './program.ts';
import type { Run } from './run-program.ts';
import { sandboxBlueprint } from './sandbox-blueprint.ts';

const programs: Readonly<Record<string, Program>> = {
  'a shell script': {
    language: 'sh',
    code: 'echo "I am $(id -un), and my networks are: $(ls /sys/class/net)"',
  },
  'an awk program': { language: 'awk', code: 'BEGIN { print 6 * 7; exit 3 }' },
  'a write to /': { language: 'sh', code: 'echo mine > /mine' },
  'an endless loop': { language: 'sh', code: 'while :; do :; done' },
  'a fork bomb': { language: 'sh', code: 'bomb() { bomb | bomb & }; bomb; while :; do :; done' },
  'all memory': { language: 'sh', code: 'dd if=/dev/zero of=/dev/null bs=256M count=1' },
  '1 GB of output': { language: 'sh', code: 'head -c 1000000000 /dev/zero' },
};

const token = randomUUID();
const runner = sandboxBlueprint(token, { logger: silentLogger });

async function post(program: Program): Promise<Run> {
  const answer = await fetch(`http://127.0.0.1:${runner.httpAddress?.port}/run`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(program),
  });
  const { body } = (await answer.json()) as { body: Run };
  return body;
}

function print(name: string, { outcome, stdout, stderr }: Run): void {
  console.log(`${name}: ${outcome.type}${outcome.type === 'exited' ? ` ${outcome.exitCode}` : ''}`);
  if (outcome.type === 'exited') console.log(`${stdout}${stderr}`.replace(/^(?=.)/gm, '  ').trimEnd());
}

await runner.start();
// All at once: what one of them does is nothing to the others.
const runs = await Promise.all(
  Object.entries(programs).map(async ([name, program]) => ({ name, run: await post(program) })),
);
for (const { name, run } of runs) print(name, run);
await runner.stop();
console.log('stopped, nothing left behind');
