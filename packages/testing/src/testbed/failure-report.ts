import type { Docker } from '@docktopus/core';
import type { ContainerInspect } from '@docktopus/core/engine';
import type { EventTimeline } from './event-timeline.ts';
import { thingsOf } from './labelled-things.ts';

const LAST_LINES = 20;

/** What the containers of a test are doing, what they said last, and what happened: to be read under a failure. */
export async function failureReport(docker: Docker, name: string, timeline: EventTimeline): Promise<string> {
  const containers = (await thingsOf(docker, name)).filter(({ kind }) => kind === 'container');
  const sections = await Promise.all(containers.map(({ id }) => section(docker, id)));
  const events = timeline.lines.length === 0 ? ['  (none)'] : timeline.lines;
  const found = sections.length === 0 ? ['no containers are left'] : sections;
  return [...found, 'events:', ...events].join('\n');
}

async function section(docker: Docker, id: string): Promise<string> {
  try {
    const inspect = await docker.engine.inspectContainer(id);
    const logs = await lastLines(docker, inspect);
    return [head(inspect), ...logs.map((line) => `  | ${line}`)].join('\n');
  } catch (error) {
    // A report that fails must not hide the failure that it is about.
    return `container ${id.slice(0, 12)}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function head({ Name, State, RestartCount, Config }: ContainerInspect): string {
  const facts = [
    State.Status,
    State.Running ? undefined : `exit code ${State.ExitCode}`,
    State.OOMKilled ? 'out of memory' : undefined,
    State.Health ? `health: ${State.Health.Status}` : undefined,
    RestartCount > 0 ? `restarted ${RestartCount} times` : undefined,
    State.Error === '' ? undefined : State.Error,
  ];
  return `container ${Name.slice(1)} (${Config.Image}): ${facts.filter((fact) => fact !== undefined).join(', ')}`;
}

async function lastLines(docker: Docker, { Id, Config }: ContainerInspect): Promise<string[]> {
  const query = { tail: LAST_LINES, timeoutMs: 5_000, ...(Config.Tty === true && { tty: true }) };
  let text = '';
  for await (const { data } of await docker.engine.containerLogs(Id, query)) text += data.toString();
  return text.trimEnd().split('\n').filter(Boolean);
}
