import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { BlueprintEnvironment, loadConfig } from '@docktopus/core';
import { connectBlueprint } from '../blueprint/index.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { CommandFailure, usageFailure } from '../output/index.ts';
import { blueprintJobs } from './blueprint-jobs.ts';
import type { DurableJobs } from './durable-jobs.ts';
import { openStore } from './open-store.ts';
import { type StoreAddress, storeAddress } from './store-address.ts';
import { storeJobs } from './store-jobs.ts';

/** What every command about durable jobs takes. */
export interface JobsOptions {
  readonly blueprint?: string | undefined;
  readonly store?: string | undefined;
  readonly queueName?: string | undefined;
}

/**
 * The durable jobs that are meant: those in `--store`, else those of the running blueprint, else those in the data directory
 * of the project in this folder.
 *
 * @throws CommandFailure
 */
export async function openJobs(invocation: Invocation<JobsOptions>): Promise<DurableJobs> {
  const { options, out } = invocation;
  const { blueprint } = options;
  if (options.store !== undefined && blueprint !== undefined) {
    throw usageFailure('--store and --blueprint name different places', 'Give one of them');
  }
  // For URLs with a password, which does not belong on a command line.
  const store = options.store ?? (blueprint === undefined ? process.env.DOCKTOPUS_STORE : undefined);
  if (store) return await inStore(storeAddress(store), invocation);
  try {
    return blueprintJobs(await connectBlueprint(invocation));
  } catch (error) {
    if (!(error instanceof CommandFailure && error.code === 'blueprint.not-running')) throw error;
    const path = await storeOfProject(blueprint);
    if (path === undefined) throw notReached(error);
    out.note(`no running blueprint can be reached: these are the jobs in ${relative('', path) || path}`);
    return await inStore({ kind: 'sqlite', path }, invocation);
  }
}

async function inStore(address: StoreAddress, invocation: Invocation<JobsOptions>): Promise<DurableJobs> {
  const { out, options, signal } = invocation;
  const note = (text: string) => out.note(text);
  return storeJobs(await openStore(address, { queueName: options.queueName, warn: note }), note, signal);
}

/** The store that `sqliteQueue()` has in the data directory of the project here, if the project is that blueprint. */
async function storeOfProject(blueprint: string | undefined): Promise<string | undefined> {
  const { name, dataDir } = (await loadConfig({ args: false })).read(BlueprintEnvironment);
  const path = join(resolve(dataDir), 'jobs.db');
  return existsSync(path) && (blueprint === undefined || blueprint === name) ? path : undefined;
}

function notReached({ exitCode, code, message, hint }: CommandFailure): CommandFailure {
  return new CommandFailure(
    exitCode,
    code,
    message,
    `${hint}. For a blueprint that does not run, name its store: --store sqlite:PATH`,
  );
}
