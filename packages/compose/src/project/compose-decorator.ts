import type { DockerContext } from '@docktopus/core';
import { contextProperty, declarePart, type PartGround, type TakesValue } from '@docktopus/core/kit';
import { loadWithEnvironment } from '../load/load-compose.ts';
import type { ComposeFile } from '../load/load-options.ts';
import { checkDeclaredOptions } from './check-project-options.ts';
import { ComposeProject } from './compose-project.ts';
import { ProjectEngine } from './project-engine.ts';
import { ProjectGuard } from './project-guard.ts';
import type { ComposeOptions } from './project-options.ts';

/** A decorator of a context's property that holds a {@link ComposeProject}. */
export type ComposeDecorator<Context extends DockerContext> = <T extends Context, K extends string>(
  target: T,
  key: K,
) => TakesValue<T, K, ComposeProject>;

/**
 * Declares a Compose project of a context: `@compose('./compose.yaml', { profiles: ['prod'] }) readonly shop!: ComposeProject`.
 * The context brings it up once its managed containers are ready, and waits until its services run and are healthy.
 *
 * Paths begin in the process's working directory. Options may be a function of the context, called after `onInit()`.
 *
 * @throws DocktopusError `context.invalid` outside of a context.
 */
export function compose<Context extends DockerContext = DockerContext>(
  files: ComposeFile | readonly ComposeFile[],
  options: ComposeOptions | ((ctx: Context) => ComposeOptions) = {},
): ComposeDecorator<Context> {
  const text = {
    decorator: '@compose',
    declares: 'a project can be declared',
    hint: 'Let the class extend DockerContext; elsewhere, use composeProject()',
  };
  const declare = contextProperty(text, (prototype, name) => {
    declarePart(prototype, name, (ground: PartGround, context: Context) =>
      projectPart(ground, files, typeof options === 'function' ? options(context) : options),
    );
  });
  return declare as ComposeDecorator<Context>;
}

async function projectPart(
  ground: PartGround,
  files: ComposeFile | readonly ComposeFile[],
  options: ComposeOptions,
) {
  checkDeclaredOptions(options);
  const { lifetime = 'persistent', up, policy, ...load } = options;
  const { docker, environment, supervised } = ground;
  const loaded = await loadWithEnvironment(files, load);
  const engine = new ProjectEngine(
    {
      guard: new ProjectGuard(docker, loaded, policy),
      labels: (name) => ground.labels(`${loaded.model.name}/${name}`, lifetime),
      isOurs: (labels) => ground.isOurs(labels),
      endsElsewhere: (labels) => ground.endsElsewhere(labels),
    },
    loaded,
  );
  const project = new ComposeProject(engine);
  const wanted = { wait: true, ...up };
  return {
    value: project,
    plan: (signal: AbortSignal) => project.plan({ ...wanted, signal, timeoutMs: Number.POSITIVE_INFINITY }),
    policyIssues: (signal: AbortSignal) => engine.policyIssues(signal),
    start: (signal: AbortSignal) => project.up({ ...wanted, signal }),
    async close(signal: AbortSignal) {
      try {
        if (lifetime === 'session' && !supervised) await engine.end(environment.shutdownGraceMs, signal);
      } finally {
        engine.close();
      }
    },
  };
}
