import { fileURLToPath } from 'node:url';
import { type Container, config, container, DockerContext, ready } from '@docktopus/core';
import { Pool } from 'pg';
import { injectable } from 'tsyringe';
import { ContainerSocket } from './container-socket.ts';
import { DatabaseSettings } from './database-settings.ts';
import { POSTGRES_USER, postgresImage } from './postgres-image.ts';

const MIGRATIONS = fileURLToPath(new URL('migrations', import.meta.url));

@injectable()
export class DatabaseContext extends DockerContext {
  @config(DatabaseSettings) override readonly env!: DatabaseSettings;
  sql!: Pool;
  image!: string;
  network!: string;
  data!: string;

  // Outlives this process: the next one finds it by its name and takes it over, running or not.
  @container<DatabaseContext>((c, ctx) =>
    c
      .image(ctx.image)
      .lifetime('persistent')
      .networks({ name: ctx.network, aliases: ['database'] })
      .volumes({ name: ctx.data, target: '/var/lib/postgresql' })
      .files({
        target: '/run/secrets/password',
        content: ctx.env.password,
        secret: true,
        ...POSTGRES_USER,
      })
      .env({ POSTGRES_PASSWORD_FILE: '/run/secrets/password' })
      .user('postgres')
      .capDrop('ALL')
      .securityOpt('no-new-privileges')
      .ports({ '5432/tcp': { hostPort: 0 } })
      .restartPolicy('unless-stopped')
      .limits({ memory: ctx.env.memory, cpus: 1, pids: 128 })
      .logDriver('json-file', { 'max-size': '1m' })
      .stopTimeout('30s')
      .init(false)
      .readyWhen(ready.command(['pg_isready', '--quiet', '--host=127.0.0.1'])),
  )
  readonly database!: Container;

  // Runs at each start, and is ready when it has ended well. No job begins before that.
  @container<DatabaseContext>((c, ctx) =>
    c
      .image(ctx.image)
      .dependsOn({ database: 'ready' })
      .entrypoint(['sh', '/migrations/migrate.sh'])
      .networks(ctx.network)
      .files(
        { target: '/migrations', source: MIGRATIONS },
        {
          target: '/run/secrets/pgpass',
          content: `*:*:*:*:${ctx.env.password.reveal().replace(/[\\:]/g, '\\$&')}`,
          secret: true,
          ...POSTGRES_USER,
        },
      )
      .env({ PGHOST: 'database', PGUSER: 'postgres', PGPASSFILE: '/run/secrets/pgpass' })
      .user('postgres')
      .capDrop('ALL')
      .securityOpt('no-new-privileges')
      .restartPolicy('no')
      .limits({ memory: '64m', cpus: 1, pids: 32 })
      .logDriver('json-file', { 'max-size': '1m' })
      .stopTimeout('5s')
      .init(false)
      .readyWhen(ready.exit(0)),
  )
  readonly migration!: Container;

  override async onInit(): Promise<void> {
    const { name, image } = this.env;
    this.image = image ?? (await postgresImage(this.docker));
    this.network = (await this.networks.ensure(`${name}-net`, { lifetime: 'persistent' })).Name;
    this.data = (await this.volumes.ensure(`${name}-data`)).Name;
  }

  override onReady(): void {
    this.sql = new Pool({
      port: 5432,
      user: 'postgres',
      password: () => this.env.password.reveal(),
      connectionTimeoutMillis: 10_000,
      stream: () => new ContainerSocket(this.database),
    });
    // A connection that waits for work has ended: the next job gets another one.
    this.sql.on('error', () => {});
  }

  override async onShutdown(): Promise<void> {
    await this.sql?.end();
  }
}
