import { type Container, DocktopusError } from '@docktopus/core';
import type { Service } from '../schema/index.ts';

type Hook = NonNullable<Service['post_start']>[number];

/**
 * Runs the commands that a service wants after a start or before a stop, one after the other.
 *
 * @throws DocktopusError `compose.hook-failed` for the first that does not end with exit code 0.
 */
export async function runHooks(
  container: Container,
  member: string,
  when: 'post_start' | 'pre_stop',
  hooks: readonly Hook[] = [],
  signal: AbortSignal,
): Promise<void> {
  for (const { command, user, working_dir: cwd, environment, privileged } of hooks) {
    const env = Object.fromEntries(
      Object.entries(environment ?? {}).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
    );
    const { exitCode, stderr } = await container.exec(command ?? [], { user, cwd, env, privileged, signal });
    if (exitCode === 0) continue;
    throw new DocktopusError('compose.hook-failed', {
      operation: `compose.${when === 'post_start' ? 'up' : 'down'}`,
      subject: member,
      reason: `the ${when} command ${(command ?? []).join(' ')} ended with exit code ${exitCode}`,
      hint: stderr === '' ? undefined : `It wrote: ${stderr.trim().slice(-500)}`,
      details: { exitCode },
    });
  }
}
