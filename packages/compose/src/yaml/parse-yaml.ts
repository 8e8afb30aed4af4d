import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  Scalar,
} from 'yaml';
import {
  type MapNode,
  map,
  type Place,
  Problems,
  type ScalarValue,
  scalar,
  type TreeNode,
} from '../tree/index.ts';
import { DATE, isFraction, resolvePlain } from './plain-scalar.ts';

/** No Compose file that people write comes near these. */
const MAX_BYTES = 2 * 1024 * 1024;
const MAX_DEPTH = 100;
const TOO_DEEP = {
  got: 'lists and mappings without end',
  expected: `at most ${MAX_DEPTH} levels of lists and mappings`,
};
/** Aliases may repeat what is written, and not without end: "a billion laughs" is ten lines long. */
const MIN_REPEATED = 10_000;
const MAX_REPETITION = 20;

/**
 * The documents of a YAML file as trees, read as Docker Compose's library reads them: anchors and `<<` in place.
 *
 * Everything that is wrong goes to `problems`; a document that cannot be read at all is left out.
 */
export function parseYaml(given: string, file: string, problems: Problems): readonly TreeNode[] {
  const whole: Place = { file, line: 1, column: 1 };
  if (given.length > MAX_BYTES) {
    problems.add(file, whole, { got: `${given.length} characters`, expected: `at most ${MAX_BYTES}` });
    return [];
  }
  const text = withLineFeeds(given);
  const lines = new LineCounter();
  const hasControls = refuseControls(text, file, problems);
  let documents: readonly Document[];
  try {
    documents = parseAllDocuments(text, {
      schema: 'failsafe',
      uniqueKeys: false,
      strict: true,
      prettyErrors: false,
      lineCounter: lines,
      stringKeys: false,
    }) as Document[];
  } catch (error) {
    // Its parser goes into the depth.
    if (!(error instanceof RangeError)) throw error;
    problems.add(file, whole, TOO_DEEP);
    return [];
  }
  return documents.flatMap((document) => {
    for (const error of document.errors) {
      const { line, col } = lines.linePos(error.pos[0]);
      const place = { file, line, column: col };
      if (error.code === 'RESOURCE_EXHAUSTION') problems.add(file, place, TOO_DEEP);
      else problems.add(file, place, { got: messageOf(error.message), expected: 'valid YAML' });
    }
    if (document.errors.length > 0 || hasControls) return [];
    return new TreeReader(file, text, lines, problems).read(document) ?? [];
  });
}

/** Docker Compose ends a line at each of these; our parser does not know the oldest one. */
function withLineFeeds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** Characters that YAML forbids everywhere, comments included. Quoted text can escape them: `"\\e"`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]/u;

const HALF_CHARACTER = /\p{Surrogate}/u;

/** Text beyond the first is not looked at. @returns whether there is one. */
function refuseControls(text: string, file: string, problems: Problems): boolean {
  const found = CONTROL.exec(text);
  if (found === null) return false;
  const before = text.slice(0, found.index).split('\n');
  const place = { file, line: before.length, column: (before.at(-1) ?? '').length + 1 };
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  problems.add(file, place, {
    got: `the control character U+${code}`,
    expected: 'text that can be printed',
    hint: 'write it as an escape, in double quotes',
  });
  return true;
}

function messageOf(message: string): string {
  return message.split('\n')[0]!.replace(/\.$/, '');
}

/** Thrown to give up a document whose size or depth cannot be bounded. */
class TooLarge extends Error {}

type Pairs = { readonly items: readonly Pair<unknown, unknown>[] };

class TreeReader {
  readonly #file: string;
  readonly #source: string;
  readonly #lines: LineCounter;
  readonly #problems: Problems;
  /** What each anchor stands for; nothing while it is being read. */
  readonly #anchors = new Map<string, TreeNode | undefined>();
  readonly #sizes = new WeakMap<TreeNode, number>();
  #written = 0;
  /** How many keys `x-…` are around the value that is being read. */
  #extensions = 0;

  constructor(file: string, source: string, lines: LineCounter, problems: Problems) {
    this.#file = file;
    this.#source = source;
    this.#lines = lines;
    this.#problems = problems;
  }

  read(document: Document): TreeNode | undefined {
    // An empty file holds no document.
    if (document.contents === null) return undefined;
    try {
      return this.#node(document.contents as Node, 0);
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      return undefined;
    }
  }

  #node(node: unknown, depth: number): TreeNode {
    this.#written++;
    if (depth > MAX_DEPTH) this.#giveUp(node, TOO_DEEP.got, TOO_DEEP.expected);
    if (isAlias(node)) return this.#alias(node);
    const anchor = (node as { anchor?: string } | null)?.anchor;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const read = this.#tagged(node, this.#untagged(node, depth));
    if (anchor !== undefined) this.#anchors.set(anchor, read);
    return this.#measured(read, node);
  }

  #untagged(node: unknown, depth: number): TreeNode {
    if (node === null) return scalar(null);
    const at = this.#placeOf(node);
    if (isMap(node)) return { ...this.#mapping(node as Pairs, depth), at };
    if (isSeq(node))
      return { kind: 'list', items: node.items.map((item) => this.#node(item, depth + 1)), at };
    if (isScalar(node)) {
      const value = this.#scalar(node);
      if (typeof value === 'string' && HALF_CHARACTER.test(value)) this.#refuseHalf(node);
      const fraction =
        isFraction(String(node.value), value) || (node.tag?.endsWith('float') && value !== null);
      return { kind: 'scalar', value, ...(fraction && { fraction }), at };
    }
    return { kind: 'scalar', value: null, at };
  }

  #refuseHalf(node: unknown): void {
    this.#problems.add(this.#file, this.#placeOf(node), {
      got: 'half of a surrogate pair',
      expected: 'a text of whole characters',
    });
  }

  #tagged(node: unknown, read: TreeNode): TreeNode {
    const tag = (node as { tag?: string } | null)?.tag;
    return tag === '!reset' || tag === '!override'
      ? { ...read, tag: tag === '!reset' ? 'reset' : 'override' }
      : read;
  }

  #alias(node: Alias): TreeNode {
    const target = this.#anchors.get(node.source);
    if (target !== undefined) return target;
    const got = this.#anchors.has(node.source) ? `*${node.source} within &${node.source}` : `*${node.source}`;
    this.#problems.add(this.#file, this.#placeOf(node), { got, expected: 'the name of an anchor above' });
    return scalar(null);
  }

  #mapping(node: Pairs, depth: number): MapNode {
    const entries = new Map<string, TreeNode>();
    const merged: TreeNode[] = [];
    let mergeKeyAt: Place | undefined;
    for (const { key, value } of node.items) {
      if (isMergeKey(key)) {
        if (merged.length > 0) this.#repeated('<<', this.#placeOf(key), mergeKeyAt);
        mergeKeyAt ??= this.#placeOf(key);
        merged.push(this.#node(value, depth + 1));
        continue;
      }
      const name = this.#key(key);
      const isExtension = name?.startsWith('x-');
      if (isExtension) this.#extensions++;
      const node = this.#node(value, depth + 1);
      if (isExtension) this.#extensions--;
      const read = { ...node, keyAt: this.#placeOf(key) };
      this.#sizes.set(read, this.#sizes.get(node) ?? 1);
      if (name === undefined) continue;
      const earlier = entries.get(name);
      if (earlier !== undefined) this.#repeated(name, read.keyAt, earlier.keyAt);
      entries.set(name, read);
    }
    for (const source of merged) this.#merge(entries, source);
    return map(entries);
  }

  #repeated(key: string, at: Place, first: Place | undefined): void {
    const got = `the key twice, first in line ${first?.line}`;
    this.#problems.add(key, at, { got, expected: 'each key once' });
  }

  /** `<<`: what is not there comes from the mapping, or from the first of several that has it. */
  #merge(entries: Map<string, TreeNode>, source: TreeNode): void {
    const sources = source.kind === 'list' ? source.items : [source];
    for (const one of sources) {
      if (one.kind !== 'map') {
        this.#problems.add('<<', one, { expected: 'a mapping, or a list of mappings' });
        continue;
      }
      for (const [key, value] of one.entries) if (!entries.has(key)) entries.set(key, value);
    }
  }

  #key(key: unknown): string | undefined {
    const value = isScalar(key) ? this.#scalar(key) : undefined;
    const problem = typeof value !== 'string' ? 'text' : value === '__proto__' ? 'another name' : undefined;
    if (problem === undefined) return value as string;
    const got = value === undefined ? 'a list or mapping as a key' : `the key ${String(value)}`;
    this.#problems.add(this.#file, this.#placeOf(key), {
      got,
      expected: problem,
      hint: 'write it in quotes',
    });
    return undefined;
  }

  #scalar(node: Scalar): ScalarValue {
    const text = this.#isCutAtEnd(node) ? String(node.value).slice(0, -1) : String(node.value ?? '');
    const tag = node.tag?.replace('tag:yaml.org,2002:', '!!');
    if (tag === '!!str' || tag === '!!binary' || (node.type !== Scalar.PLAIN && tag === undefined))
      return text;
    const value = resolvePlain(text);
    // Compose gives extensions no meaning, so a date in one is read as text.
    if (value === DATE && this.#extensions > 0) return text;
    if (value !== DATE) return tag === '!!float' && typeof value === 'bigint' ? Number(value) : value;
    this.#problems.add(this.#file, this.#placeOf(node), {
      got: `the date ${text}`,
      expected: 'text',
      hint: `write "${text}" in quotes`,
    });
    return text;
  }

  /** A block at the end of a file has a line break there only if the file has one. */
  #isCutAtEnd({ type, value, range }: Scalar): boolean {
    const isBlock = type === Scalar.BLOCK_LITERAL || type === Scalar.BLOCK_FOLDED;
    if (!isBlock || this.#source.endsWith('\n') || !String(value).endsWith('\n')) return false;
    return range?.[1] === this.#source.length;
  }

  /** Adds up how much a node is when every alias in it is written out. */
  #measured(read: TreeNode, node: unknown): TreeNode {
    const children =
      read.kind === 'map' ? [...read.entries.values()] : read.kind === 'list' ? read.items : [];
    const size = children.reduce((sum, child) => sum + (this.#sizes.get(child) ?? 1), 1);
    this.#sizes.set(read, size);
    if (size - this.#written > Math.max(MIN_REPEATED, MAX_REPETITION * this.#written)) {
      this.#giveUp(node, 'aliases that repeat without end', `at most ${MIN_REPEATED} repeated values`);
    }
    return read;
  }

  #giveUp(node: unknown, got: string, expected: string): never {
    this.#problems.add(this.#file, this.#placeOf(node), { got, expected });
    throw new TooLarge();
  }

  #placeOf(node: unknown): Place {
    const offset = (node as { range?: readonly number[] | null } | null)?.range?.[0] ?? 0;
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.#file, line, column: col };
  }
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && key.type === Scalar.PLAIN;
}
