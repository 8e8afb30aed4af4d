/**
 * The blueprint of examples/03-database, told by its environment. It takes notes, eight at a time, until it is killed,
 * and says of each that it was taken once it knows.
 */
import 'reflect-metadata';
import { silentLogger } from '@docktopus/runner';
import { databaseBlueprint } from '../../../examples/03-database/database-blueprint.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

async function takeNotes(runner: ReturnType<typeof databaseBlueprint>, writer: number): Promise<never> {
  for (let count = 0; ; count += 1) {
    const text = `${process.pid}-${writer}-${count}`;
    await runner.call('addNote', { text });
    say(`taken ${text}`);
  }
}

const runner = databaseBlueprint({ logger: silentLogger });
await runner.start();
say(`about ${JSON.stringify(await runner.call('about'))}`);
await Promise.all(Array.from({ length: 8 }, (_, writer) => takeNotes(runner, writer)));
