import type { ProcessSetup } from '../process/running-process.ts';
import type { ContainerWhole } from './container-whole.ts';
import type { FakeHost } from './fake-host.ts';
import { findCommand } from './find-program.ts';

/** What every process of a container has: its environment, its files, its place in the engine. */
export function processSetup(
  { plan, name, networking }: ContainerWhole,
  host: FakeHost,
  argv: readonly string[],
): Omit<ProcessSetup, 'program' | 'first' | 'onOutput' | 'onExit'> {
  const { config, files, image, id } = plan;
  const env = Object.fromEntries(
    config.Env.map((entry) => [entry.split('=', 1)[0], entry.replace(/^[^=]*=?/, '')]),
  );
  return {
    argv,
    env: { ...env, HOSTNAME: config.Hostname },
    cwd: config.WorkingDir || '/',
    user: config.User,
    tty: config.Tty,
    pid: host.nextPid(),
    container: { id, name, hostname: config.Hostname },
    files,
    clock: host.clock,
    listen: networking.listen,
    resolve: (command) => findCommand(image.script, command),
  };
}
