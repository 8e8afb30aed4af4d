import { randomUUID } from 'node:crypto';
import { ready } from '@docktopus/core';
import { blueprint, silentLogger } from '@docktopus/runner';
import { z } from 'zod';
import { POSTGRES_USER, postgresImage } from '../03-database/postgres-image.ts';

const password = randomUUID();
const secretFile = (target: string, content: string) => ({ target, content, secret: true, ...POSTGRES_USER });
const SCHEMA = 'CREATE TABLE word (text text PRIMARY KEY, seen int NOT NULL)';

const pipeline = blueprint({
  name: 'Pipeline',
  settings: { memory: z.string().default('256m') },
  init: async ({ env, context }) => ({
    image: await postgresImage(context.docker),
    network: (await context.networks.ensure(`${env.name}-net`)).Name,
  }),
  containers: ({ env, container, init: { image, network } }) => {
    const postgres = container(image)
      .user('postgres')
      .env({ PGUSER: 'postgres', PGPASSFILE: '/run/secrets/pgpass' })
      .files(secretFile('/run/secrets/pgpass', `*:*:*:*:${password}`))
      .limits({ memory: env.memory, cpus: 1, pids: 64 })
      .strict('off');
    return {
      database: postgres
        .networks({ name: network, aliases: ['database'] })
        .env({ POSTGRES_PASSWORD_FILE: '/run/secrets/password' })
        .files(secretFile('/run/secrets/password', password))
        .readyWhen(ready.command(['pg_isready', '--quiet', '--host=127.0.0.1'])),
      // Ready when it has ended well: no job begins before that.
      migration: postgres
        .networks(network)
        .dependsOn({ database: 'ready' })
        .env({ PGHOST: 'database' })
        .entrypoint(['psql', '--quiet', '--set=ON_ERROR_STOP=1', `--command=${SCHEMA}`])
        .cmd([])
        .restartPolicy('no')
        .readyWhen(ready.exit(0)),
    };
  },
  jobs: ({ database, job }) => {
    async function sql(statement: string): Promise<string> {
      const { exitCode, stdout, stderr } = await database.exec(['psql', '-qtA', '-c', statement]);
      if (exitCode !== 0) throw new Error(stderr.trim());
      return stdout.trim();
    }
    return {
      ingest: job(
        z.object({ words: z.array(z.string().regex(/^\w+$/)).min(1) }),
        async ({ words }, { run }) => {
          await run.step('insert', () => {
            const rows = [...new Set(words)].map(
              (word) => `('${word}', ${words.filter((each) => each === word).length})`,
            );
            return sql(
              `INSERT INTO word VALUES ${rows} ON CONFLICT (text) DO UPDATE SET seen = word.seen + excluded.seen`,
            );
          });
          return { ingested: words.length };
        },
      ),
      report: job(async () => {
        const lines = (await sql('SELECT text, seen FROM word ORDER BY seen DESC, text')).split('\n');
        return lines.map((line) => line.replace('|', ': '));
      }),
    };
  },
  producers: ({ cron }) => [cron('0 0 * * *', 'report')],
  runner: (runner) => runner.options({ logger: silentLogger }),
});

await pipeline.start();
console.log(await pipeline.call('ingest', { words: ['to', 'be', 'or', 'not', 'to', 'be'] }));
console.log(await pipeline.call('ingest', { words: ['be', 'quick'] }));
console.log((await pipeline.call('report')).join(', '));
await pipeline.call('ingest', { words: ["'); DROP TABLE word; --"] }).catch(({ code }) => console.log(code));
await pipeline.stop();
