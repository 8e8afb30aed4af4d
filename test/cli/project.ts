import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** A project of an author's, in a folder from which the built packages are found. */
export async function makeProject(files: Readonly<Record<string, string>>) {
  await mkdir('.cache', { recursive: true });
  const folder = await mkdtemp(resolve('.cache/cli-project-'));
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  await write('package.json', JSON.stringify({ name: 'project', type: 'module' }));
  await write(
    'tsconfig.json',
    JSON.stringify({
      compilerOptions: { experimentalDecorators: true, target: 'es2022', module: 'nodenext' },
    }),
  );
  for (const [name, text] of Object.entries(files)) await write(name, text);
  return {
    folder,
    write,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A blueprint of two containers, one of which has an environment that the tests change. */
export function twoContainers(value: string): string {
  return `
import 'reflect-metadata';
import { type Container, container, DockerContext } from '@docktopus/core';
import { BlueprintRunner, interval, Router } from '@docktopus/runner';

class ProjectContext extends DockerContext {
  @container<ProjectContext>((c) => c.image('shop/web:1').limits({ memory: '32m' }).strict('off'))
  readonly kept!: Container;

  @container<ProjectContext>((c) => c.image('shop/web:1').env({ VALUE: '${value}' }).strict('off'))
  readonly changed!: Container;
}

await BlueprintRunner.for(ProjectContext)
  .router(Router.create().route('tick', () => undefined))
  .producer(interval(60_000, 'tick'))
  .run();
`;
}

/** The same containers in a blueprint of functions; without a `value`, the one that changes is declared no longer. */
export function typedContainers(value: string | undefined): string {
  const changed =
    value === undefined ? '' : `changed: container('shop/web:1').env({ VALUE: '${value}' }).strict('off'),`;
  return `
import { blueprint } from '@docktopus/runner';

const project = blueprint({
  containers: ({ container }) => ({
    kept: container('shop/web:1').limits({ memory: '32m' }).strict('off'),
    ${changed}
  }),
  jobs: ({ kept, job }) => ({ tick: job(() => kept.status()) }),
  producers: ({ interval }) => [interval(60_000, 'tick')],
});
await project.run();
`;
}
