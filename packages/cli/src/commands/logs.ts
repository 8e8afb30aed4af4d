import { Container, type Docker, isDocktopusError } from '@docktopus/core';
import { chooseContainer, listOwned, type OwnedContainer, shownName, withDocker } from '../engine/index.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { usageFailure } from '../output/index.ts';
import { logPrefixes } from './text/log-prefix.ts';
import { readMoment } from './text/read-span.ts';

interface LogsOptions {
  readonly blueprint?: string;
  readonly follow?: boolean;
  readonly tail?: number;
  readonly since?: string;
  readonly until?: string;
  readonly timestamps?: boolean;
  readonly logPrefix: boolean;
}

/** `docktopus logs` */
export async function run(invocation: Invocation<LogsOptions>): Promise<undefined> {
  const { args, options, out, signal } = invocation;
  if (args.length === 0 && options.blueprint === undefined) {
    throw usageFailure('logs needs the name of a container, or a blueprint with -b');
  }
  await withDocker(invocation, async (docker) => {
    const all = await listOwned(docker, options.blueprint, signal);
    const chosen = args.length === 0 ? all : args.map((name) => chooseContainer(all, name));
    const names = chosen.map((container) => nameAmong(container, chosen));
    const prefixes = options.logPrefix && !out.json ? logPrefixes(names, out.paint) : names.map(() => '');
    await Promise.all(chosen.map((container, i) => print(docker, container, prefixes[i] ?? '', invocation)));
  });
}

async function print(
  docker: Docker,
  container: OwnedContainer,
  prefix: string,
  { options, out, signal }: Invocation<LogsOptions>,
): Promise<void> {
  const { follow = false, tail, since, until, timestamps = false } = options;
  const now = Date.now();
  const handle = await Container.fromId(docker, container.id, { signal });
  const lines = handle.logs({
    follow,
    tail,
    since: since === undefined ? undefined : readMoment(since, '--since', now),
    until: until === undefined ? undefined : readMoment(until, '--until', now),
    timestamps: timestamps || out.json,
    signal,
  });
  try {
    for await (const { stream, line, time } of lines) {
      if (out.json) {
        const { id, blueprint, name, managedName } = container;
        out.data({ container: { id, name, managedName, blueprint }, stream, line, time });
      } else out.line(`${prefix}${timestamps ? `${time} ` : ''}${line}`);
    }
  } catch (error) {
    // One that is removed while it is followed has said all that it can.
    if (!(follow && isDocktopusError(error, 'container.not-found', 'container.removed'))) throw error;
  }
}

/** The engine's name tells two apart that their blueprints call the same. */
function nameAmong(container: OwnedContainer, all: readonly OwnedContainer[]): string {
  const name = shownName(container);
  return all.filter((other) => shownName(other) === name).length > 1 ? container.name : name;
}
