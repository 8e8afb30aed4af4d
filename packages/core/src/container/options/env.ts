import { isDocktopusError } from '../../errors/index.ts';
import { hostError, readTextFileSync } from '../../host/index.ts';
import {
  isSafeKey,
  isWithoutShownSecrets,
  type Problems,
  readList,
  readSyntax,
  safeEntries,
} from '../../input/index.ts';
import { isRevealable, type Revealable, revealed, Secret, secretText } from '../../secrets/index.ts';
import { parsePlainEnvFile } from '../../text/index.ts';
import { parseEnvEntry, printEnvEntry } from '../syntax/env-entry.ts';
import { resolveHostPath } from '../syntax/host-path.ts';
import { merged } from './combine.ts';
import type { CallPlace, Option } from './option.ts';

/**
 * `['KEY=value', 'KEY']` or `{ KEY: 'value' }`.
 *
 * In the list form `KEY` alone takes the value that this process has, as `docker run --env` does, or removes the
 * image's. In the object form `null` removes it and `undefined` says nothing.
 */
export type EnvInput = readonly string[] | Readonly<Record<string, EnvValue>>;

/** The value of an environment variable: `null` removes it, `undefined` says nothing about it. */
export type EnvValue = string | number | boolean | Revealable | null | undefined;

/** `null` removes a variable of the image; only the engine sees the value of a secret. */
export type Env = Readonly<Record<string, string | Secret | null>>;

/** Values may be secret: no problem shows one. */
export const env = {
  calls: {
    env: {
      read: (value: unknown, problems: Problems, { environment }: CallPlace) =>
        readEnv(value, problems, environment),
      combine: merged,
    },
    // As the CLI's --env-file: what env() has said wins, whichever comes first.
    envFile: { read: readEnvFiles, combine: (earlier, later) => ({ ...later, ...earlier }) },
  },
  body: (variables) => ({ Env: printEnv(variables) }),
  hash: 'body',
} satisfies Option<Env>;

/** The variables as the engine wants them, secrets revealed. */
export function printEnv(variables: Env): readonly string[] {
  return Object.entries(variables).map(([key, value]) =>
    printEnvEntry({ key, value: value instanceof Secret ? value.reveal() : value }),
  );
}

/** An {@link EnvInput}; variables without a value take that of `environment`. */
export function readEnv(
  value: unknown,
  problems: Problems,
  environment: CallPlace['environment'],
): Env | undefined {
  return Array.isArray(value) ? readEntries(value, environment, problems) : readVariables(value, problems);
}

/** Files of `NAME=value` lines, as after `docker run --env-file`; a later file wins. */
function readEnvFiles(value: unknown, problems: Problems, place: CallPlace): Env | undefined {
  const files = readList((path, at) => readEnvFile(path, at, place))(value, problems);
  return files && Object.assign({}, ...files);
}

function readEnvFile(value: unknown, problems: Problems, place: CallPlace): Env | undefined {
  const path = readSyntax((text) => resolveHostPath(text, place))(value, problems);
  if (path === undefined) return undefined;
  const text = textOf(path, problems);
  if (text === undefined) return undefined;
  const { values, problems: lines } = parsePlainEnvFile(text, place.environment);
  for (const { line, problem } of lines) {
    problems.report(`a line that cannot be read, ${path}:${line}`, 'NAME=value', { because: problem });
  }
  const entries = [...values].filter(([key]) => isSafeKey(key, problems));
  for (const [key, text] of entries) {
    if (text.includes('\0')) problems.at(key).refuseSecret('a value without NUL bytes');
  }
  return Object.fromEntries(entries);
}

function textOf(path: string, problems: Problems): string | undefined {
  try {
    return readTextFileSync(path, 'container.spec');
  } catch (error) {
    const failure = hostError(error, { operation: 'container.spec', path, to: 'read' });
    const because = isDocktopusError(failure) ? failure.reason : String(failure);
    return problems.report(path, 'a file of variables', { because });
  }
}

function readEntries(
  entries: readonly unknown[],
  environment: CallPlace['environment'],
  problems: Problems,
): Env {
  const env: Record<string, string | null> = {};
  for (const [position, entry] of entries.entries()) {
    const place = problems.index(position);
    if (typeof entry !== 'string') {
      place.refuseSecret("a string such as 'KEY=value'");
      continue;
    }
    const result = parseEnvEntry(entry, environment);
    if (!result.ok) place.refuseSecret(result.expected);
    else if (isSafeKey(result.value.key, problems) && isWithoutShownSecrets(result.value.value ?? '', place))
      env[result.value.key] = result.value.value;
  }
  return env;
}

function readVariables(value: unknown, problems: Problems): Env | undefined {
  if (typeof value !== 'object' || value === null)
    return problems.refuseSecret('an object or a list of KEY=value');
  const env: Record<string, string | Secret | null> = {};
  for (const [key, entry] of safeEntries(value, problems) ?? []) {
    const variable = readVariable(key, entry, problems.at(key));
    if (variable !== undefined) env[key] = variable;
  }
  return env;
}

function readVariable(key: string, value: unknown, problems: Problems): string | Secret | null | undefined {
  if (key === '' || key.includes('='))
    return problems.refuseSecret('a name that is not empty and contains no =');
  if (value === null) return null;
  const plain = revealed(value);
  if (
    typeof plain !== 'string' &&
    typeof plain !== 'boolean' &&
    !(typeof plain === 'number' && Number.isFinite(plain))
  )
    return problems.refuseSecret('a string, a finite number, a boolean or null');
  const text = String(plain);
  if (text.includes('\0')) return problems.refuseSecret('a value without NUL bytes');
  if (!isWithoutShownSecrets(text, problems)) return undefined;
  return isRevealable(value) ? secretText(text, value) : text;
}
