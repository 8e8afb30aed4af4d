import { type Issue, isDocktopusError, printable } from '../errors/index.ts';
import { readTextFileSync } from '../host/index.ts';
import { variableOf } from './environment-source.ts';
import type { Settings } from './setting.ts';

/** A secret field's value (`undefined` when it is not set), or what is wrong with where it was put. */
export type SecretSetting = { readonly value: unknown } | { readonly issue: Issue };

/** Finds the value of the secret field `name`: set itself, or in the file that `<NAME>_FILE` names. */
export function secretSetting(settings: Settings, name: string, prefix: string): SecretSetting {
  const own = settings.get(name);
  const file = settings.get(`${name}File`);
  const variable = variableOf([name], prefix);
  const expected = `it in the variable ${variable}, or in a file that ${variable}_FILE names`;
  if (own !== undefined) {
    return own.source.keepsSecrets
      ? { value: own.value }
      : {
          issue: {
            path: own.label,
            got: 'a secret',
            expected,
            because: `others can read ${own.source.name}`,
          },
        };
  }
  if (typeof file?.value !== 'string') return { value: undefined };
  try {
    return { value: readTextFileSync(file.value, 'config').replace(/\r?\n$/, '') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an error';
    const why = isDocktopusError(error, 'path.invalid') ? error.details.errno : code;
    return {
      issue: {
        path: file.label,
        got: `${printable(file.value)} (${why})`,
        expected: 'a file that this process can read',
      },
    };
  }
}
