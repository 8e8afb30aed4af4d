import type { MapNode, Problems } from '../tree/index.ts';
import type { FileAccess } from './file-access.ts';
import type { HostPlace } from './resolve-paths.ts';
import type { KeyPath } from './tags.ts';

/** Variables by name. */
export type Environment = ReadonlyMap<string, string>;

/** Where a file stands: what its relative paths and its variables mean. */
export interface Scope extends HostPlace {
  readonly environment: Environment;
}

/** A Compose file whose text is known. */
export interface SourceFile {
  readonly name: string;
  readonly content: string;
}

/** A tree without tags, and what it takes away from earlier ones. */
export interface Document {
  readonly node: MapNode;
  readonly resets: readonly KeyPath[];
}

/** Reads single files of a project. */
export interface LayerReader {
  readonly files: FileAccess;
  readonly problems: Problems;
  documents(source: SourceFile, environment: Environment): readonly Document[];
  canonical(node: MapNode): MapNode;
}
