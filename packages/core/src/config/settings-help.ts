import type { StandardSchemaV1 } from '@standard-schema/spec';
import { plainText, printable, schemaExpectation } from '../errors/index.ts';
import { isRecord } from '../json/index.ts';
import { BLUEPRINT_SETTINGS, BlueprintEnvironment } from './blueprint-environment.ts';
import { declaredSettings } from './declared-settings.ts';
import { EnvironmentSchema, type Fields, validateNow } from './environment-schema.ts';
import { variableOf } from './environment-source.ts';
import { isSecretField } from './secret.ts';
import { settingKeys } from './setting-keys.ts';

/** One setting of the program, as `--help` tells of it. */
export interface SettingHelp {
  readonly name: string;
  /** `'--log-level'`; `undefined` for a secret, which the command line would show to everybody. */
  readonly option: string | undefined;
  /** The variables that give it; a secret has a second one, for a file. */
  readonly variables: readonly string[];
  /** A noun phrase: `'a string'`. */
  readonly expected: string | undefined;
  readonly required: boolean;
  /** As JSON; `undefined` for a secret, and when there is none. */
  readonly default: string | undefined;
  readonly secret: boolean;
  readonly description: string | undefined;
}

/**
 * Every setting that the program declares, by `@config` and in its contexts, in the order of their names.
 *
 * @param prefix of environment variables.
 */
export function settingsHelp(
  prefix = 'DOCKTOPUS_',
  wanted: Iterable<StandardSchemaV1 | string> = declaredSettings(),
): readonly SettingHelp[] {
  const found = new Map<string, SettingHelp>();
  for (const schema of wanted) {
    const fields = fieldsOf(schema);
    for (const name of fields === undefined ? settingKeys(schema, {}) : Object.keys(fields)) {
      // The last one: a context that says a field again has narrowed it.
      found.set(name, helpOf(name, fields?.[name], prefix));
    }
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** For a terminal: each setting with its variable, what it may be and its default, and below what it is for. */
export function printSettingsHelp(settings: readonly SettingHelp[]): string {
  const lines = settings.flatMap((setting) => {
    const { option, variables, expected, description } = setting;
    const head = [option, variables.join(' or ')].filter((text) => text !== undefined).join(', ');
    const facts = [expected, needOf(setting)].filter((text) => text !== undefined).join('; ');
    return [
      `  ${head}`,
      ...[facts, description ?? ''].filter((text) => text !== '').map((text) => `      ${text}`),
    ];
  });
  const intro =
    'Settings, from the command line, the environment, .env, or docktopus.config.*; the first that has one wins.';
  return plainText([intro, '', ...lines, ''].join('\n'));
}

function needOf({ secret, required, default: fallback }: SettingHelp): string | undefined {
  const need = required ? 'required' : fallback === undefined ? 'optional' : `default ${fallback}`;
  return secret ? `secret, ${required ? 'required' : 'optional'}` : need;
}

/** The fields of our schemas, and of objects of zod; other libraries do not show theirs. */
function fieldsOf(schema: StandardSchemaV1 | string): Fields | undefined {
  if (schema instanceof EnvironmentSchema) return schema.fields as Fields;
  if (typeof schema === 'string' || !('shape' in schema)) return undefined;
  return isRecord(schema.shape) ? (schema.shape as Fields) : undefined;
}

function helpOf(name: string, field: StandardSchemaV1 | undefined, prefix: string): SettingHelp {
  const secret = field !== undefined && isSecretField(field);
  const variable = variableOf([name], prefix);
  const absent = field && validateOrNot(field, undefined);
  const fallback = absent?.issues === undefined ? absent?.value : undefined;
  return {
    name,
    option: secret ? undefined : `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    variables: secret ? [variable, `${variable}_FILE`] : [variable],
    expected: field && expectationOf(field),
    required: absent?.issues !== undefined,
    default: secret || fallback === undefined ? undefined : printable(fallback),
    secret,
    description: field && descriptionOf(name, field),
  };
}

/** What a schema says it wants, when it is given something that nobody wants. */
function expectationOf(field: StandardSchemaV1): string | undefined {
  const [issue] = validateOrNot(field, Symbol('nothing'))?.issues ?? [];
  if (issue === undefined) return undefined;
  const { expected, hint } = schemaExpectation(issue.message);
  return hint === undefined ? expected : undefined;
}

function descriptionOf(name: string, field: object): string | undefined {
  if ('description' in field && typeof field.description === 'string') return field.description;
  const known: Readonly<Record<string, object>> = BlueprintEnvironment.fields;
  const words: Readonly<Record<string, string>> = BLUEPRINT_SETTINGS;
  return Object.hasOwn(known, name) && known[name] === field ? words[name] : undefined;
}

/** An author's schema may throw for what it is asked here. */
function validateOrNot(
  field: StandardSchemaV1,
  value: unknown,
): StandardSchemaV1.Result<unknown> | undefined {
  try {
    return validateNow(field, value);
  } catch {
    return undefined;
  }
}
