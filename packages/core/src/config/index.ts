export { BlueprintEnvironment } from './blueprint-environment.ts';
export { CONFIGURATION, config, type ValueDecorator } from './config-decorator.ts';
export type { ConfigEntry, ConfigSource } from './config-source.ts';
export { Configuration, type GivenSetting } from './configuration.ts';
export { EnvironmentSchema, type Fields, type FieldValues, type Infer } from './environment-schema.ts';
export type { Field } from './field.ts';
export { type LoadConfigOptions, loadConfig } from './load-config.ts';
export { reportUnread } from './report-unread.ts';
export { secret } from './secret.ts';
