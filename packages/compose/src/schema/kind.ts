import type { TreeNode } from '../tree/index.ts';

/**
 * What may stand under a key, and what it means. One table of kinds gives the checks, the messages, the types of the
 * model, how two files are merged, and the order in which a service is written for its hash.
 */
export type Kind<T = unknown> = (
  | TextKind
  | FlagKind
  | NumberKind
  | SizeKind
  | DurationKind
  | ListKind
  | MapKind
  | RecordKind
  | PairsKind
  | HostsKind
  | CommandKind
  | AnyKind
) &
  Traits & { readonly model?: T };

/** How the value of a later file joins that of an earlier one, when it is not the usual way for its kind. */
export type MergeRule =
  | 'replace'
  | 'append-all'
  | 'append-new'
  | 'by-name'
  | 'dependencies'
  | 'same-driver'
  | 'by-subnet'
  | 'own';

export interface Traits {
  readonly merge?: MergeRule;
  /** Which of two items of a list is the same as the other: the last one stays. */
  readonly same?: (item: TreeNode) => string | undefined;
  /** The longer form of a shorter one; the same node when it is long already. */
  readonly long?: (node: TreeNode) => TreeNode;
  /** A host path, or what may be one; made absolute. */
  readonly path?: PathRule;
  /** Written in the model even when it says nothing: Docker Compose hashes it so. */
  readonly always?: boolean;
  /** Written when it is false or 0, since that differs from not being there. */
  readonly keepZero?: boolean;
  /** What is set when it is not given. */
  readonly defaults?: (node: TreeNode) => TreeNode;
  /** Not written when the value is this one. */
  readonly unless?: unknown;
}

export type PathRule = 'file' | 'context' | 'extends' | 'mount' | 'driver-options' | 'watch';

interface TextKind {
  readonly kind: 'text';
  readonly oneOf?: readonly string[];
  readonly pattern?: { readonly test: RegExp; readonly expected: string };
  /** Numbers are taken, too, or whole ones only. */
  readonly alsoNumber?: boolean | 'whole';
  readonly alsoFlag?: boolean;
  readonly alsoNull?: boolean;
  /** A file mode: `0440`, octal when it is a number. */
  readonly mode?: boolean;
  /** The smallest number that is taken. */
  readonly min?: number;
}

interface FlagKind {
  readonly kind: 'flag';
  /** `"true"` is not accepted. */
  readonly strict?: boolean;
}

interface NumberKind {
  readonly kind: 'number';
  readonly whole: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly strict?: boolean;
  /** Single precision, as Docker Compose keeps it. */
  readonly single?: boolean;
  /** The word `all`, for -1. */
  readonly all?: boolean;
}

interface SizeKind {
  readonly kind: 'size';
  readonly textOnly?: boolean;
  /** Refuses a number of bytes that has a fraction. */
  readonly whole?: boolean;
  /** The smallest number of bytes that is taken. */
  readonly min?: number;
}

interface DurationKind {
  readonly kind: 'duration';
}

interface AnyKind {
  readonly kind: 'any';
}

interface ListKind {
  readonly kind: 'list';
  readonly of: Kind;
  /** One item may stand for a list of one. */
  readonly single?: boolean;
  /** No item may be there twice, as it is written. */
  readonly distinct?: boolean;
  /** One item may stand for several: a range of ports. */
  readonly expand?: (item: TreeNode) => readonly TreeNode[];
  /** How many items there may be before no more are expanded. */
  readonly most?: number;
}

interface MapKind {
  readonly kind: 'map';
  readonly of: Kind;
  readonly keys?: RegExp;
  /** A list of names may stand for names that say nothing more. */
  readonly names?: boolean;
  readonly nullable?: boolean;
  /** A name that says nothing more is `null` in the model, not an empty mapping. */
  readonly nullItems?: boolean;
}

interface RecordKind {
  readonly kind: 'record';
  readonly keys: Readonly<Record<string, Kind>>;
  readonly required?: readonly string[];
  readonly nullable?: boolean;
  /** Whether `x-…` keys may stand here. */
  readonly extensions?: boolean;
  /** Docker Compose's JSON has these keys with a capital letter. */
  readonly capital?: boolean;
  /** Whether other keys may. */
  readonly open?: boolean;
  /** What a short form may be, for the message. */
  readonly short?: {
    readonly text?: boolean;
    readonly number?: boolean;
    /** What is accepted instead of a text that could not be read. */
    readonly explain?: (text: string) => string | undefined;
  };
}

interface PairsKind {
  readonly kind: 'pairs';
  /** What a name without a value means: nothing yet, or the empty text. */
  readonly unset: 'null' | 'empty';
  /** In the model it is a list of `name=value`. */
  readonly lines?: boolean;
  /** Only texts and numbers, in a mapping. */
  readonly mapOnly?: boolean;
  readonly noFlags?: boolean;
  readonly noNull?: boolean;
  readonly textOnly?: boolean;
}

interface HostsKind {
  readonly kind: 'hosts';
}

/** A list of arguments, or a line that is split into them. */
interface CommandKind {
  readonly kind: 'command';
}
