import { checkText } from './check-text.ts';
import { lookupIn, type Variables } from './interpolate.ts';
import type { EnvFile, EnvFileProblem } from './parse-env-file.ts';
import { trimStart } from './white-space.ts';

/** What the CLI's reader takes at most. */
const MAX_LINE_BYTES = 64 * 1024;

/**
 * Reads an env file as `docker run --env-file` does: `KEY=value` lines, taken as they are, without quotes, escapes or variables.
 *
 * A key alone takes its value from `variables`, and is left out without one.
 */
export function parsePlainEnvFile(text: string, variables: Variables = {}): EnvFile {
  checkText(text, variables, 'parsePlainEnvFile');
  const lookup = lookupIn(variables);
  const values = new Map<string, string>();
  const problems: EnvFileProblem[] = [];
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  for (const [index, raw] of lines.entries()) {
    const line = trimStart(raw.replace(/\r$/, ''));
    if (line === '' || line.startsWith('#')) continue;
    const equals = line.indexOf('=');
    const name = equals === -1 ? line : line.slice(0, equals);
    const problem = problemOf(raw, name);
    const value = equals === -1 ? lookup(name) : line.slice(equals + 1);
    if (problem !== undefined) problems.push({ line: index + 1, problem });
    else if (value !== undefined) values.set(name, value);
  }
  return { values, problems, unset: [] };
}

function problemOf(line: string, name: string): string | undefined {
  if (Buffer.byteLength(line) >= MAX_LINE_BYTES) return `the line is longer than ${MAX_LINE_BYTES - 1} bytes`;
  if (name === '') return 'the line has no name before the =';
  if (/[ \t]/.test(name))
    return `the name ${JSON.stringify(`${name.split(/[ \t]/, 1)[0]} …`)} contains white space; write NAME=value`;
  return undefined;
}
