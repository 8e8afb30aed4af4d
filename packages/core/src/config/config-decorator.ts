import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type ParameterSource, sourceDecorator } from '../di/index.ts';
import { checkArguments, type Problems } from '../input/index.ts';
import { BlueprintEnvironment } from './blueprint-environment.ts';
import type { Configuration } from './configuration.ts';
import { declareSettings } from './declared-settings.ts';
import { readSchema } from './read-schema.ts';

const READERS = {
  settings: (value: unknown, problems: Problems) =>
    typeof value === 'string' ? value : readSchema(value, problems),
};

/** The token under which an injector has the {@link Configuration}. */
export const CONFIGURATION = Symbol('docktopus.configuration');

/** A decorator of constructor parameters, method parameters and properties whose declared type must take a `V`. */
export interface ValueDecorator<V> {
  (target: object, key: undefined, index: number): void;
  (target: object, key: string | symbol, index: number): void;
  <T extends object, K extends string | symbol>(
    target: T,
    key: K,
  ): K extends keyof T ? (V extends T[K] ? void : { readonly 'the property cannot hold': V }) : void;
}

/**
 * Injects settings into a property or a parameter, inherited by subclasses.
 *
 * - `@config()` the {@link BlueprintEnvironment}
 * - `@config(schema)` what any Standard Schema reads from all sources
 * - `@config('path.to.key')` one value
 *
 * Equivalent to `injector.resolve(CONFIGURATION).read(schema)`, or `.at(path)`, right after construction.
 *
 * @throws DocktopusError `config.invalid` when the class is constructed and its settings are not as described.
 */
export function config(): ValueDecorator<BlueprintEnvironment>;
export function config<Schema extends StandardSchemaV1>(
  schema: Schema,
): ValueDecorator<StandardSchemaV1.InferOutput<Schema>>;
export function config(path: string): ValueDecorator<never>;
export function config(wanted: StandardSchemaV1 | string = BlueprintEnvironment): ValueDecorator<never> {
  checkArguments({ settings: wanted }, READERS, '@config', undefined, 'config.invalid');
  declareSettings(wanted);
  return sourceDecorator(
    typeof wanted === 'string'
      ? source(`@config('${wanted}')`, (configuration) => configuration.at(wanted))
      : source('@config()', (configuration) => configuration.read(wanted)),
  ) as ValueDecorator<never>;
}

function source(describe: string, read: (configuration: Configuration) => unknown): ParameterSource {
  return { describe, resolve: (injector) => read(injector.resolve<Configuration>(CONFIGURATION)) };
}
