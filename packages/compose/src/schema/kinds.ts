import { type TreeNode, textOf } from '../tree/index.ts';
import type { Kind, Traits } from './kind.ts';

type Options<K extends Kind['kind']> = Partial<
  Omit<Extract<Kind, { kind: K }>, 'kind' | 'of' | 'keys' | 'model'>
>;

/** The type of the model of a kind. */
export type ModelOf<K> = K extends Kind<infer T> ? T : never;

/** A record's model: what is required, and what may be there. */
type RecordModel<K extends Readonly<Record<string, Kind>>, R extends string> = {
  readonly [P in keyof K as P extends R ? P : never]: ModelOf<K[P]>;
} & {
  readonly [P in keyof K as P extends R ? never : P]?: ModelOf<K[P]>;
};

export function text<const O extends readonly string[] = readonly string[]>(
  options: Omit<Options<'text'>, 'oneOf'> & { readonly oneOf?: O } = {},
): Kind<O[number]> {
  return { kind: 'text', ...options };
}

export function flag(options: Options<'flag'> = {}): Kind<boolean> {
  return { kind: 'flag', ...options };
}

export function whole(options: Omit<Options<'number'>, 'whole'> = {}): Kind<number> {
  return { kind: 'number', whole: true, ...options };
}

export function decimal(options: Omit<Options<'number'>, 'whole'> = {}): Kind<number> {
  return { kind: 'number', whole: false, ...options };
}

/** In bytes, as text: Docker Compose prints it so. */
export function size(options: Options<'size'> = {}): Kind<string> {
  return { kind: 'size', ...options };
}

/** Such as `1m30s`, as Go prints it. */
export function duration(options: Traits = {}): Kind<string> {
  return { kind: 'duration', ...options };
}

export function anything<T = unknown>(options: Traits = {}): Kind<T> {
  return { kind: 'any', ...options };
}

export function list<K extends Kind>(of: K, options: Options<'list'> = {}): Kind<readonly ModelOf<K>[]> {
  return { kind: 'list', of, ...options };
}

export function mapOf<K extends Kind, const O extends Options<'map'> & { readonly keys?: RegExp }>(
  of: K,
  options?: O,
): Kind<Readonly<Record<string, ModelOf<K>>>> {
  return { kind: 'map', of, ...options };
}

/** A record of which each key may be missing, but for those in `required`. */
export function record<K extends Readonly<Record<string, Kind>>, const R extends readonly string[] = []>(
  keys: K,
  options: Omit<Options<'record'>, 'required'> & { readonly required?: R } = {},
): Kind<RecordModel<K, R[number]>> {
  return { kind: 'record', keys, extensions: true, ...options } as Kind<RecordModel<K, R[number]>>;
}

/** `NAME=value` in a list, or a mapping; a name alone has no value yet. */
export function settings(options: Options<'pairs'> = {}): Kind<Readonly<Record<string, string | null>>> {
  return { kind: 'pairs', unset: 'null', ...options };
}

/** `name=value` in a list, or a mapping; a name alone has the empty value. */
export function labels(options: Options<'pairs'> = {}): Kind<Readonly<Record<string, string>>> {
  return { kind: 'pairs', unset: 'empty', ...options };
}

/** The same, and a list of `name=value` in the model. */
export function lines(): Kind<readonly string[]> {
  return { kind: 'pairs', unset: 'null', lines: true };
}

/** A list of arguments, or a line that is split into them; nothing keeps what the image says, an empty one clears it. */
export function command(options: Traits = {}): Kind<readonly string[] | null> {
  return { kind: 'command', ...options };
}

export function hosts(options: Traits = {}): Kind<readonly string[]> {
  return { kind: 'hosts', ...options };
}

/** The part before `=`: one name, one value. */
export function sameName(item: TreeNode): string | undefined {
  return textOf(item)?.split('=', 1)[0];
}
