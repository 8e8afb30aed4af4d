import { DocktopusError } from '@docktopus/core';
import { printIssue } from '@docktopus/core/kit';
import type { ComposeModel } from '../schema/index.ts';
import { Problems } from '../tree/index.ts';
import { FileAccess } from './file-access.ts';
import { absolutePath } from './resolve-paths.ts';

/**
 * The profiles that `security_opt: [seccomp=file.json]` names, by option, as the engine takes them: the engine does not
 * read the file itself.
 *
 * @throws DocktopusError `compose.invalid`
 */
export async function readSecurityProfiles(
  model: ComposeModel,
  { workingDir, allowFiles }: { readonly workingDir: string; readonly allowFiles: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const profiles = new Map<string, string>();
  const problems = new Problems();
  const named = Object.entries(model.services).flatMap(([name, { security_opt: options = [] }]) =>
    options.map((option) => ({ path: `services.${name}.security_opt`, option })),
  );
  const files = await FileAccess.within([workingDir, ...allowFiles], problems);
  for (const { path, option } of named) {
    const file = /^seccomp[=:](?!unconfined$|builtin$)(.+)$/.exec(option)?.[1];
    if (file === undefined || profiles.has(option)) continue;
    const text = await files.read(absolutePath(file, { directory: workingDir, home: '' }), undefined, path);
    const compact = text === undefined ? undefined : compacted(text);
    if (compact !== undefined) profiles.set(option, `seccomp=${compact}`);
    else if (text !== undefined)
      problems.add(path, undefined, { got: file, expected: 'a seccomp profile in JSON' });
  }
  if (!problems.any) return profiles;
  throw new DocktopusError('compose.invalid', {
    operation: 'compose.up',
    subject: model.name,
    reason: problems.issues.map(printIssue).join('; '),
    details: { issues: problems.issues },
  });
}

function compacted(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return undefined;
  }
}
