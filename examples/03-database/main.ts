import 'reflect-metadata';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connectDocker } from '@docktopus/core';
import { silentLogger } from '@docktopus/runner';
import { databaseBlueprint } from './database-blueprint.ts';
import { removeDatabase } from './remove-database.ts';

// An operator names a file of theirs.
process.env.DOCKTOPUS_PASSWORD_FILE ??= fileURLToPath(new URL('demo-password', import.meta.url));
const name = process.env.DOCKTOPUS_NAME ?? 'notes';
const [what = 'demo'] = process.argv.slice(2);

const runner = databaseBlueprint({ logger: silentLogger, connect: { config: { name } } });
const call = async (job: string, body?: unknown) => console.log(`${job}:`, await runner.call(job, body));

if (what === 'demo') {
  const [, signal] = await once(fork(fileURLToPath(import.meta.url), ['be killed']), 'exit');
  console.log(`a blueprint was ended by ${signal}, here is the next one`);
}
if (what === 'remove') {
  await using docker = await connectDocker();
  await removeDatabase(docker, name);
  console.log('removed, with all notes');
} else {
  await runner.start();
  await call('about');
  await call('addNote', { text: `written by a blueprint that will ${what === 'demo' ? 'stop' : what}` });
  if (what === 'be killed') process.kill(process.pid, 'SIGKILL');
  await call('listNotes');
  await runner.stop();
  console.log('stopped; the database is there for the next one');
  console.log('to remove it: npm run example -- 03-database remove');
}
