import type { Docker } from '@docktopus/core';
import { type ListedContainer, toListed } from '../../engine/index.ts';
import type { Invocation } from '../../invocation/invocation.ts';
import { agoText } from '../text/ago-text.ts';
import { isShown, paintState, portsText, stateText } from '../text/container-text.ts';
import { type ProjectOptions, withProject } from './with-project.ts';

interface PsOptions extends ProjectOptions {
  readonly all?: boolean;
  readonly quiet?: boolean;
}

interface ProjectContainer extends ListedContainer {
  readonly service: string;
  readonly number: number;
}

const COLUMNS = [
  { title: 'NAME' },
  { title: 'SERVICE' },
  { title: 'STATE' },
  { title: 'IMAGE', shrinks: true },
  { title: 'AGE' },
  { title: 'PORTS', shrinks: true },
];

/** `docktopus compose ps` */
export async function run(invocation: Invocation<PsOptions>): Promise<undefined> {
  const { args, options, out, signal } = invocation;
  await withProject(invocation, async (project, docker) => {
    for (const name of args) project.service(name);
    const listed = await containersOf(docker, project.name, signal);
    const all = listed.filter(({ service }) => args.length === 0 || args.includes(service));
    const shown = options.all ? all : all.filter(isShown);
    if (out.json) out.data({ project: project.name, containers: shown });
    else if (options.quiet) for (const { id } of shown) out.line(id);
    else if (shown.length > 0) {
      const now = Date.now();
      out.table(
        COLUMNS,
        shown.map((each) => [
          each.name,
          each.service,
          stateText(each),
          each.image,
          agoText(each.createdAt, now),
          portsText(each, true),
        ]),
        (cell, row, column) => (column === 2 && row >= 0 ? paintState(out.paint, shown[row]!, cell) : cell),
      );
    }
    const hidden = all.length - shown.length;
    if (hidden > 0 && !out.json)
      out.note(`${hidden} more ${hidden === 1 ? 'does' : 'do'} not run: compose ps -a`);
    else if (all.length === 0) out.note(`project ${project.name} has no container`);
  });
}

/** Also containers that `docker compose` has started, and those of services that the file no longer has. */
async function containersOf(
  docker: Docker,
  project: string,
  signal: AbortSignal,
): Promise<readonly ProjectContainer[]> {
  const label = [`com.docker.compose.project=${project}`, 'com.docker.compose.oneoff=False'];
  const entries = await docker.engine.listContainers({ all: true, filters: { label }, signal });
  return entries
    .map((entry) => ({
      ...toListed(entry),
      service: entry.Labels['com.docker.compose.service'] ?? '',
      number: Number(entry.Labels['com.docker.compose.container-number'] ?? 1),
    }))
    .sort((a, b) => a.service.localeCompare(b.service, 'en') || a.number - b.number);
}
