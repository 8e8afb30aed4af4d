import {
  interpolate,
  parseEnvFile,
  parsePlainEnvFile,
  splitShellWords,
  templateVariables,
} from '@docktopus/core/kit';
import { agreesWithDocker, type ExternalCase } from '../support/external-cases.ts';

const textOf = (one: ExternalCase) => one.input as string;
const variablesOf = (one: ExternalCase) => one.env ?? {};

function taken<T extends { readonly ok: boolean }>(result: T): Extract<T, { readonly ok: true }> {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result as Extract<T, { readonly ok: true }>;
}

agreesWithDocker(
  'dotenv.json',
  'compose.dotenv',
  (one) => {
    const file = parseEnvFile(textOf(one), variablesOf(one));
    if (file.problems.length > 0) throw new Error(file.problems[0]!.problem);
    return Object.fromEntries(file.values);
  },
  { 'dotenv-0001': 'a helper that Compose itself does not call drops names that begin with a digit' },
);
agreesWithDocker(
  'dotenv.json',
  'compose.expandVariables',
  (one) => taken(interpolate(textOf(one), variablesOf(one))).text,
);
agreesWithDocker('dotenv.json', 'cli.envfile', (one) => {
  const file = parsePlainEnvFile(textOf(one), variablesOf(one));
  if (file.problems.length > 0) throw new Error(file.problems[0]!.problem);
  return [...file.values].map(([name, value]) => `${name}=${value}`);
});
agreesWithDocker(
  'env-interpolation.json',
  'compose.substitute',
  (one) => taken(interpolate(textOf(one), variablesOf(one))).text,
);
agreesWithDocker('env-interpolation.json', 'compose.variables', (one) =>
  Object.fromEntries(
    templateVariables(one.input).map(({ name, required, defaultValue = '', alternative = '' }) => [
      name,
      { Name: name, DefaultValue: defaultValue, PresenceValue: alternative, Required: required },
    ]),
  ),
);
agreesWithDocker('shellwords.json', 'shellwords.Parse', (one) => taken(splitShellWords(textOf(one))).words);
