import { isMainThread } from 'node:worker_threads';
import { reportFailure } from './project/report-failure.ts';

/** Loaded before a program that runs in a process of its own. Its threads tell their errors to it. */
if (isMainThread && process.argv[1] !== undefined) reportFailure(process.argv[1]);
