import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isDocktopusError } from '@docktopus/core';
import type { JobStore } from '@docktopus/runner/durable';
import { CommandFailure, EXIT } from '../output/index.ts';
import { queuePackage } from './queue-package.ts';
import type { StoreAddress } from './store-address.ts';

export interface OpenStoreOptions {
  /** What the keys of a bullQueue() begin with. */
  readonly queueName: string | undefined;
  /** What the store warns of. */
  readonly warn: (message: string) => void;
}

/** Ended jobs are the blueprint's to forget: it knows how long it wants to keep them. */
const KEEP = { ms: Number.MAX_SAFE_INTEGER, count: Number.MAX_SAFE_INTEGER };
const MAX_LOG_BYTES = 1024 * 1024;

/**
 * Opens a store that is there; nothing is made, and nothing in it is forgotten.
 *
 * @throws CommandFailure when there is none or another process holds it, DocktopusError `queue.…` for what else the store
 * says.
 */
export async function openStore(
  address: StoreAddress,
  { queueName, warn }: OpenStoreOptions,
): Promise<JobStore> {
  if (address.kind === 'sqlite') await checkExists(resolve(address.path));
  const { sqliteQueue, bullQueue } = await queuePackage(process.cwd());
  // Where the store is, is the blueprint's choice: what is read there is no more lost than before.
  const store: JobStore =
    address.kind === 'sqlite'
      ? sqliteQueue({ path: address.path, allowVolatile: true })
      : bullQueue({ url: address.url, name: queueName, allowVolatile: true });
  const quiet = () => undefined;
  try {
    await store.open({
      dataDir: address.kind === 'sqlite' ? dirname(address.path) : '.',
      log: { debug: quiet, info: quiet, warn, error: warn },
      retention: { done: KEEP, dead: KEEP },
      maxLogBytes: MAX_LOG_BYTES,
    });
  } catch (error) {
    if (address.kind === 'sqlite' && isDocktopusError(error, 'queue.locked')) throw held(address.path);
    throw error;
  }
  return store;
}

async function checkExists(path: string): Promise<void> {
  try {
    await access(path);
  } catch {
    throw new CommandFailure(
      EXIT.failed,
      'queue.missing',
      `there is no store of durable jobs at ${path}`,
      'A blueprint with sqliteQueue() creates jobs.db in its data directory when it first starts',
    );
  }
}

function held(path: string): CommandFailure {
  return new CommandFailure(
    EXIT.failed,
    'queue.locked',
    `another process has ${resolve(path)} open, most likely the blueprint that runs its jobs`,
    'Add .http({ dashboard: true }) to the blueprint, so that this command can ask it, or stop the blueprint first',
  );
}
