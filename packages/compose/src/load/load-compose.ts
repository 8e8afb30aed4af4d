import { DocktopusError } from '@docktopus/core';
import { checkArguments, printIssue } from '@docktopus/core/kit';
import type {} from '../error-codes.ts';
import type { ComposeModel, Service } from '../schema/index.ts';
import type { ComposeIssue } from '../tree/index.ts';
import { checkLoadOptions, readFiles } from './check-load-options.ts';
import type { ComposeFile, LoadComposeOptions } from './load-options.ts';
import { loadProject } from './load-project.ts';
import { ALL_STEPS } from './load-steps.ts';

/** A Compose file that has been read, with all that its values depend on. */
export interface LoadedCompose {
  readonly model: ComposeModel;
  /** Services that no active profile has, or that are not selected. */
  readonly disabled: Readonly<Record<string, Service>>;
  readonly profiles: readonly string[];
  /** Absolute. */
  readonly workingDir: string;
  readonly files: readonly string[];
  /** What is odd and no error: variables without a value, obsolete keys. */
  readonly warnings: readonly string[];
}

/** A loaded file with what only its project may know: variables, some of them secrets. */
export interface LoadedWithEnvironment extends LoadedCompose {
  readonly environment: Readonly<Record<string, string>>;
  readonly allowFiles: readonly string[];
}

/**
 * Reads Compose files, later ones over earlier ones, as Docker Compose does: variables, includes, extended services,
 * short forms, profiles, defaults.
 *
 * @throws DocktopusError `compose.invalid` with all problems: file, line, column, path, and what is accepted;
 * `spec.invalid` for the options.
 */
export async function loadCompose(
  files: ComposeFile | readonly ComposeFile[],
  options: LoadComposeOptions = {},
): Promise<LoadedCompose> {
  checkLoadOptions(options);
  const {
    environment: _environment,
    allowFiles: _allowFiles,
    ...loaded
  } = await loadWithEnvironment(files, options);
  return loaded;
}

/** The same, with what a project needs besides. */
export async function loadWithEnvironment(
  files: ComposeFile | readonly ComposeFile[],
  options: LoadComposeOptions = {},
): Promise<LoadedWithEnvironment> {
  checkArguments({ files }, { files: readFiles }, 'loadCompose');
  const given = Array.isArray(files) ? (files as readonly ComposeFile[]) : [files as ComposeFile];
  const { problems, model, ...loaded } = await loadProject(given, options, ALL_STEPS);
  if (problems.any || model === undefined) throw invalidCompose(problems.issues, loaded.files);
  return { ...loaded, model, allowFiles: options.allowFiles ?? [] };
}

function invalidCompose(
  issues: readonly ComposeIssue[],
  files: readonly string[],
): DocktopusError<'compose.invalid'> {
  const count = issues.length === 1 ? '1 problem' : `${issues.length} problems`;
  const lines = issues.map((issue) => `  ${placeOf(issue)}${printIssue(issue)}`);
  return new DocktopusError('compose.invalid', {
    operation: 'loadCompose',
    subject: files.join(', '),
    reason: `${count}\n${lines.join('\n')}`,
    details: { issues },
  });
}

function placeOf({ file, line, column }: ComposeIssue): string {
  return file === undefined ? '' : `${file}:${line}:${column} `;
}
