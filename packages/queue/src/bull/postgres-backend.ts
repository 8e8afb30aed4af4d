import type { BullModule, Postgres } from './bull-library.ts';

/** What BullMQ keeps for itself of a backend or its connection. */
interface Inside {
  waitUntilReady(): Promise<void>;
  readyPromise?: Promise<void> | undefined;
  pgModule?: Pick<Postgres, 'Client'>;
}

/**
 * BullMQ's backend for PostgreSQL, for a server that may be away at any moment: it hears news with `Client` as well, which
 * BullMQ takes from the module `pg`, and connects again where BullMQ would remember for good that it could not.
 */
export function postgresBackend(
  { createPostgresBackend }: Pick<BullModule, 'createPostgresBackend'>,
  Client: Postgres['Client'],
): BullModule['createPostgresBackend'] {
  return (...args) => {
    const backend = createPostgresBackend(...args);
    const connection = backend.connection as unknown as Inside;
    if (connection.pgModule !== undefined) connection.pgModule = { Client };
    for (const each of [connection, backend as unknown as Inside]) connectAgain(each);
    return backend;
  };
}

/** Each call of BullMQ's waits for the connection first, and would fail with the first failure of that. */
function connectAgain(inside: Inside): void {
  const ready = inside.waitUntilReady.bind(inside);
  inside.waitUntilReady = async () => {
    const waiting = ready();
    const { readyPromise } = inside;
    try {
      await waiting;
    } catch (error) {
      if (inside.readyPromise === readyPromise) inside.readyPromise = undefined;
      throw error;
    }
  };
}
