import type { Container, ContainerBuilder } from '../../container/index.ts';
import type { FamilyOptions } from './family-options.ts';

/** A family as its author has written it: how a member is made, and how members live. */
export interface AuthoredFamily {
  readonly name: string;
  /** Whether members have data: then a second argument of `use` is that. */
  readonly takesData: boolean;
  define(key: unknown, data: unknown): ContainerBuilder<Container>;
  /** What `load` and hooks are given beside the key. */
  readonly context: unknown;
  // biome-ignore lint/suspicious/noExplicitAny: whatever its keys and data are, they come back to the same author.
  readonly options: FamilyOptions<any, any, any>;
}
