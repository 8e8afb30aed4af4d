import type { StandardSchemaV1 } from '@standard-schema/spec';
import { DocktopusError, didYouMean, type Issue, invalid, nearest } from '../errors/index.ts';
import type { ConfigSource } from './config-source.ts';
import { declaredSettings } from './declared-settings.ts';
import { describeIssue, issuePath } from './describe-issue.ts';
import { EnvironmentSchema, validateNow } from './environment-schema.ts';
import { variableOf } from './environment-source.ts';
import { isSecretField } from './secret.ts';
import { type SecretSetting, secretSetting } from './secret-setting.ts';
import { mergeSources, type Settings, settingsTree } from './setting.ts';
import { settingKeys } from './setting-keys.ts';
import { readSwitch, readText } from './text-value.ts';

/** One setting, and who gave it. */
export interface GivenSetting {
  /** `logLevel`, `database.url` */
  readonly path: string;
  /** How the source calls it: `DOCKTOPUS_LOG_LEVEL`, `--log-level`. */
  readonly label: string;
  readonly source: string;
  /** `undefined` for a secret. */
  readonly value: unknown;
}

/** Without the author's schemas, the name is all there is to tell a secret by. */
const SECRET_KEY = /pass(word|wd|phrase)?$|secret|token|credential|api_?key|private_?key|auth$/i;

/**
 * The settings of one blueprint, merged from all sources; read by schema or by path.
 *
 * Reading the same schema twice gives the same frozen object.
 */
export class Configuration {
  readonly #settings: Settings;
  readonly #prefix: string;
  readonly #read = new WeakMap<StandardSchemaV1, { readonly value: unknown }>();
  /** First keys that some reader asked for. */
  readonly #known = new Set<string>();

  /**
   * @param sources from the most to the least important.
   * @param prefix of environment variables.
   */
  constructor(sources: readonly ConfigSource[], prefix: string) {
    this.#settings = mergeSources(sources);
    this.#prefix = prefix;
  }

  /**
   * The settings that `schema` describes.
   *
   * @throws DocktopusError `config.invalid` naming every bad key with its source, its value and what is accepted.
   */
  read<Output>(schema: StandardSchemaV1<unknown, Output>): Output {
    const before = this.#read.get(schema);
    if (before !== undefined) return before.value as Output;
    const value = Object.freeze(this.#validate(schema));
    this.#read.set(schema, { value });
    return value;
  }

  /**
   * The value at `path` (`'database.url'`), or the tree below it.
   *
   * @throws DocktopusError `config.invalid` when the setting has no value.
   */
  at(path: string): unknown {
    const keys = path.split('.');
    this.#known.add(keys[0] ?? path);
    let value: unknown = settingsTree(this.#settings, (setting) =>
      setting.isText ? readText(setting.value) : setting.value,
    );
    for (const key of keys) {
      value =
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? Reflect.get(value, key)
          : undefined;
    }
    if (value !== undefined) return value;
    const close = nearest(path, this.#settings.keys());
    throw new DocktopusError('config.invalid', {
      operation: 'config',
      subject: path,
      reason: 'the setting has no value',
      hint: `${close === undefined ? '' : `Did you mean ${close}? `}Set ${variableOf(keys, this.#prefix)}, or ${path} in docktopus.config.*`,
    });
  }

  /** Every setting that a source gives, by name, with the source that won; the value of what is called like a secret is left out. */
  given(): readonly GivenSetting[] {
    return [...this.#settings.values()]
      .map(({ path, value, label, source }) => ({
        path: path.join('.'),
        label,
        source: source.name,
        value: path.some((key) => SECRET_KEY.test(key)) ? undefined : value,
      }))
      .sort((a, b) => a.path.localeCompare(b.path));
  }

  /**
   * The settings of the command line, of a file and of the code that no reader has asked for, and no `@config` of the
   * program will, with what they may have been meant for.
   */
  unread(): readonly Issue[] {
    const known = this.#allKnown();
    return [...this.#settings.values()]
      .filter(({ path, source }) => !source.shared && !known.has(path[0] ?? ''))
      .map(({ label, path, source }) => ({
        path: `${label} from ${source.name}`,
        got: 'an unknown setting',
        ...suggestion(path[0] ?? '', known),
      }));
  }

  #allKnown(): ReadonlySet<string> {
    const tree = settingsTree(this.#settings, ({ value }) => value);
    return new Set([
      ...this.#known,
      ...[...declaredSettings()].flatMap((wanted) => settingKeys(wanted, tree)),
    ]);
  }

  #validate<Output>(schema: StandardSchemaV1<unknown, Output>): Output {
    const fields = schema instanceof EnvironmentSchema ? Object.keys(schema.fields) : [];
    const secrets =
      schema instanceof EnvironmentSchema ? this.#secrets(schema) : new Map<string, SecretSetting>();
    const given = settingsTree(this.#settings, ({ value }) => value);
    for (const name of settingKeys(schema, given)) this.#known.add(name);

    const readers = new Map<string, (text: unknown) => unknown>();
    const validate = () => {
      const tree = settingsTree(this.#settings, ({ value }, key) =>
        readers.has(key) ? readers.get(key)?.(value) : value,
      );
      for (const [name, found] of secrets) tree[name] = 'value' in found ? found.value : undefined;
      return validateNow(schema, tree);
    };
    let result = validate();
    // Text that was refused may stand for a number or a list, or for a switch: one more try with each reading. The last
    // one is for text that no reading makes right: an issue about a number says more than one about a switch.
    for (const read of [readText, readSwitch, readText]) {
      const refused = (result.issues ?? [])
        .map(issuePath)
        .filter((path) => this.#settings.get(path)?.isText && !secrets.has(path));
      for (const path of refused) readers.set(path, read);
      if (refused.length > 0) result = validate();
    }

    const misplaced = [...secrets].filter(([, found]) => 'issue' in found).map(([name]) => name);
    const issues = [
      ...[...secrets.values()].flatMap((found) => ('issue' in found ? [found.issue] : [])),
      ...(result.issues ?? [])
        .filter((issue) => !misplaced.includes(issuePath(issue)))
        .map((issue) => describeIssue(issue, this.#settings, this.#prefix, secrets.has(issuePath(issue)))),
      ...this.#slips(fields),
    ];
    if (result.issues !== undefined || issues.length > 0) throw invalid('config.invalid', 'config', issues);
    return result.value;
  }

  #secrets(
    schema: EnvironmentSchema<Readonly<Record<string, StandardSchemaV1>>>,
  ): Map<string, SecretSetting> {
    const names = Object.entries(schema.fields).filter(([, field]) => isSecretField(field));
    return new Map(names.map(([name]) => [name, secretSetting(this.#settings, name, this.#prefix)]));
  }

  /** Keys that no schema reads and that are close to one of `fields`: most likely a typing error. */
  #slips(fields: readonly string[]): Issue[] {
    if (fields.length === 0) return [];
    const known = this.#allKnown();
    return [...this.#settings.values()].flatMap(({ path, label, source }): Issue[] => {
      const [name = ''] = path;
      if (known.has(name) || nearest(name, fields) === undefined) return [];
      return [
        {
          path: `${label} from ${source.name}`,
          got: 'an unknown setting',
          ...suggestion(name, fields),
        },
      ];
    });
  }
}

function suggestion(given: string, known: Iterable<string>): Pick<Issue, 'expected' | 'hint'> {
  return { expected: `one of ${[...known].sort().join(', ')}`, ...didYouMean(given, known) };
}
