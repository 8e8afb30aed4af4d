import { ownershipLabels } from '@docktopus/core';
import { type EngineEvent } from '@docktopus/core/engine';
import { ownershipOf, plainText } from '@docktopus/core/kit';
import { withDocker } from '../engine/index.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { readMoment } from './text/read-span.ts';

interface EventsOptions {
  readonly blueprint?: string;
  readonly since?: string;
  readonly until?: string;
}

const ACTIONS = [
  ...['create', 'start', 'die', 'oom', 'kill', 'stop', 'pause', 'unpause', 'restart', 'rename'],
  ...['destroy', 'health_status'],
];

/** `docktopus events` */
export async function run(invocation: Invocation<EventsOptions>): Promise<undefined> {
  const { options, signal } = invocation;
  const now = Date.now();
  const since = options.since === undefined ? undefined : readMoment(options.since, '--since', now);
  const until = options.until === undefined ? undefined : readMoment(options.until, '--until', now);
  const key = ownershipLabels.blueprint;
  const label = options.blueprint === undefined ? key : `${key}=${options.blueprint}`;
  await withDocker(invocation, async (docker) => {
    using events = await docker.engine.watchEvents((event) => print(event, invocation), {
      filters: { type: ['container'], label: [label], event: ACTIONS },
      since: since && `${since.getTime() / 1_000}`,
      until: until && `${until.getTime() / 1_000}`,
      signal,
    });
    const loss = await events.ended;
    signal.throwIfAborted();
    if (loss !== undefined) throw loss;
  });
}

function print({ action, id, attributes, timeNano }: EngineEvent, { out }: Invocation): void {
  const owner = ownershipOf(attributes);
  if (owner === undefined) return;
  const at = new Date(Number(timeNano.slice(0, -6))).toISOString();
  const { name = '', image = '', exitCode, signal } = attributes;
  const { blueprint, name: managedName } = owner;
  if (out.json) {
    const detail = { ...(exitCode && { exitCode: Number(exitCode) }), ...(signal && { signal }) };
    out.data({ at, action, container: { id, name, managedName, blueprint }, image, ...detail });
    return;
  }
  const detail = [exitCode && `exit code ${exitCode}`, signal && `signal ${signal}`]
    .filter(Boolean)
    .join(', ');
  const who = plainText(`${blueprint}/${managedName || name}`);
  out.line(
    `${out.paint('dim', at)} ${action} ${out.paint('bold', who)}${detail === '' ? '' : ` (${detail})`}`,
  );
}
