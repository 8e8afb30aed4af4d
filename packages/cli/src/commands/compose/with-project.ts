import { text } from 'node:stream/consumers';
import {
  type ComposeFile,
  type ComposeProject,
  composeProject,
  type LoadComposeOptions,
} from '@docktopus/compose';
import { type Docker, type ProgressFormat, showProgress } from '@docktopus/core';
import { withDocker } from '../../engine/index.ts';
import type { Invocation } from '../../invocation/invocation.ts';
import { composeFiles } from './compose-files.ts';
import { withStandardInput } from './with-standard-input.ts';

/** The options of `docktopus compose` itself, which stand in front of its commands. */
export interface ProjectOptions {
  readonly file?: readonly string[];
  readonly projectName?: string;
  readonly projectDirectory?: string;
  readonly profile?: readonly string[];
  readonly envFile?: readonly string[];
  readonly progress?: 'auto' | 'tty' | 'plain' | 'json' | 'quiet';
}

const PROGRESS: Readonly<Record<NonNullable<ProjectOptions['progress']>, ProgressFormat>> = {
  auto: 'auto',
  tty: 'terminal',
  plain: 'plain',
  json: 'json',
  quiet: 'off',
};

/** The files and how they are read, as the options say. */
export async function readingOf({
  file = [],
  projectName,
  projectDirectory,
  profile,
  envFile,
}: ProjectOptions): Promise<readonly [files: readonly ComposeFile[], options: LoadComposeOptions]> {
  const named = composeFiles(file, projectDirectory ?? '.', process.env);
  const files = await withStandardInput(named, () => text(process.stdin));
  const options = {
    ...(projectName !== undefined && { projectName }),
    ...(projectDirectory !== undefined && { workingDir: projectDirectory }),
    ...(profile !== undefined && { profiles: profile }),
    ...(envFile !== undefined && { envFiles: envFile }),
  };
  return [files, options];
}

/** Opens the project for as long as `use` takes, and shows pulls and builds meanwhile. */
export async function withProject<T>(
  invocation: Invocation<ProjectOptions>,
  use: (project: ComposeProject, docker: Docker) => Promise<T>,
): Promise<T> {
  const { options, out } = invocation;
  const [files, reading] = await readingOf(options);
  // Node would print these warnings with its name and process id.
  process.removeAllListeners('warning').on('warning', ({ message }) => out.note(message));
  return await withDocker(invocation, async (docker) => {
    using _shown = showProgress(docker, { format: PROGRESS[options.progress ?? 'auto'] });
    const project = await composeProject(docker, files, reading);
    for (const warning of project.warnings) out.note(warning);
    return await use(project, docker);
  });
}
