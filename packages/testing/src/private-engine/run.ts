import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a program to its end; rejects with what it wrote to stderr when it fails. */
export async function run(program: string, ...args: readonly string[]): Promise<void> {
  await execute(program, args, { timeout: 30_000 });
}
