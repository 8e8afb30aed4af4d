import type { Config, Model, Network, Secret, Volume } from './project.ts';
import type { Service } from './service.ts';

/** A loaded project: what Docker Compose would print for it as JSON, with the keys and values of the Compose specification. */
export interface ComposeModel {
  readonly name: string;
  readonly services: Readonly<Record<string, Service>>;
  readonly networks?: Readonly<Record<string, Network>>;
  readonly volumes?: Readonly<Record<string, Volume>>;
  readonly secrets?: Readonly<Record<string, Secret>>;
  readonly configs?: Readonly<Record<string, Config>>;
  readonly models?: Readonly<Record<string, Model>>;
  /** Extensions of the whole file. */
  readonly [extension: `x-${string}`]: unknown;
}
