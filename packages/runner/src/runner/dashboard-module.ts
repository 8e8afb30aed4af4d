import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type DockerContext, DocktopusError } from '@docktopus/core';
import type { Observable } from 'rxjs';
import type { JobQueue, SubmittedJob } from '../durable/index.ts';
import type { JobFailure, JobId, SubmitOptions } from '../job/index.ts';
import type { RunnerSnapshot } from './runner-snapshot.ts';

/** Options of `.http({ dashboard })`. */
export interface DashboardOptions {
  /** On 127.0.0.1, and never that of webhooks. @default a free one */
  readonly port?: number | undefined;
  /** Whether the page may stop, restart, cancel and the like. @default false */
  readonly actions?: boolean | undefined;
}

/** A running blueprint, as a dashboard shows it. */
export interface DashboardSubject {
  readonly blueprint: string;
  /** Where the blueprint keeps files. */
  readonly dataDir: string;
  readonly contexts: readonly DockerContext[];
  readonly snapshot$: Observable<RunnerSnapshot>;
  /** Every result that is a failure, from now on. */
  readonly failures$: Observable<JobFailure>;
  /** Durable jobs, if there are any. */
  readonly queue: JobQueue | undefined;
  /** Keeps a call of a durable job, whose number may be written as text. @throws DocktopusError as `submit()` of the runner */
  submit(job: JobId, body: unknown, options: SubmitOptions): Promise<SubmittedJob>;
}

/** A dashboard that is being served. */
export interface ServedDashboard {
  /** Opens the page: it holds a token. */
  readonly url: string;
  /** Without the token. */
  readonly origin: string;
  close(): Promise<void>;
}

/** On an application's server, which has the address. */
export type MountedDashboardOptions = Pick<DashboardOptions, 'actions'>;

/** A dashboard that answers for an application, which has decided who may see it. */
export interface MountedDashboard {
  fetch(request: Request): Promise<Response>;
  /** Says goodbye to the pages: their streams end by themselves. */
  close(): void;
}

/** What the runner wants of the package that has the page. */
export interface DashboardModule {
  serveRunnerDashboard(
    subject: DashboardSubject,
    options: DashboardOptions & { readonly token?: string | undefined },
  ): Promise<ServedDashboard>;
  mountRunnerDashboard(
    subject: DashboardSubject,
    options: MountedDashboardOptions & { readonly path: string; readonly signal: AbortSignal },
  ): Promise<MountedDashboard>;
}

/** Not written where it is imported: bundlers would follow it, and the page's files would stay behind. */
const PACKAGE = '@docktopus/dashboard';

/** @throws DocktopusError `runner.invalid` when `@docktopus/dashboard` is not installed. */
export async function loadDashboard(): Promise<DashboardModule> {
  try {
    return (await import(/* webpackIgnore: true */ /* @vite-ignore */ PACKAGE)) as DashboardModule;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const path = findInApplication();
  if (path !== undefined)
    return (await import(
      /* webpackIgnore: true */ /* @vite-ignore */ pathToFileURL(path).href
    )) as DashboardModule;
  throw new DocktopusError('runner.invalid', {
    operation: 'http',
    subject: 'dashboard',
    reason: `${PACKAGE} is not installed`,
    hint: `Install it with 'npm install ${PACKAGE}', or leave out the option dashboard`,
  });
}

function isMissing(error: unknown): boolean {
  const { code, message = '' } = error as NodeJS.ErrnoException;
  return (code === 'ERR_MODULE_NOT_FOUND' || /Cannot find/.test(message)) && message.includes(PACKAGE);
}

/** Resolved from the program's folder: strict package managers hide it from this package. */
function findInApplication(): string | undefined {
  const main = process.argv[1];
  for (const folder of [...(main === undefined ? [] : [dirname(main)]), process.cwd()]) {
    try {
      // Not imported, because bundlers would look for what it requires.
      const { createRequire } = process.getBuiltinModule('node:module');
      return createRequire(join(folder, 'application.js')).resolve(PACKAGE);
    } catch {
      // Not there; the next place may have it.
    }
  }
  return undefined;
}
