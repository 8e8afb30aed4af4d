import type { ComposeProject } from '@docktopus/compose';
import type { Invocation } from '../../invocation/invocation.ts';
import type { Output } from '../../output/index.ts';
import { printSteps } from './print-steps.ts';
import { readSeconds } from './read-seconds.ts';
import { type UpCommandOptions, upRequest } from './up-request.ts';
import { withProject } from './with-project.ts';

interface UpOptions extends UpCommandOptions {
  readonly timeout?: string;
}

/** `docktopus compose up`: as `docker compose up --detach`. */
export async function run(invocation: Invocation<UpOptions>): Promise<undefined> {
  const { args, options, out, signal } = invocation;
  const request = { ...upRequest(args, options), graceMs: readSeconds(options.timeout, '--timeout') };
  await withProject(invocation, async (project) => {
    const showing = options.progress === 'quiet' ? undefined : showStates(project, out);
    try {
      printSteps(out, project, await project.up({ ...request, signal }));
    } finally {
      showing?.unsubscribe();
    }
  });
}

/** Says what becomes of containers while the project comes up. */
function showStates(project: ComposeProject, out: Output) {
  const told = new Map<string, string>();
  return project.states$.subscribe((states) => {
    for (const [name, { status, health }] of states) {
      const text = health === undefined || health === 'none' ? `${status}` : `${status} (${health})`;
      if (status === undefined || told.get(name) === text) continue;
      told.set(name, text);
      out.note(out.json ? JSON.stringify({ v: 1, container: name, status, health }) : `${name} ${text}`);
    }
  });
}
