import { types } from 'node:util';
import { type Issue, Secret } from '@docktopus/core';
import { Problems, printable } from '@docktopus/core/kit';
import { MOST_LEVELS } from '../job/index.ts';

/** An error names at most this many issues; a list may have a million. */
const MOST_ISSUES = 20;

/** What {@link jsonIssues} found. */
export interface JsonFindings {
  readonly issues: readonly Issue[];
  /** How many more there are. */
  readonly more: number;
  /** Whether it has more values than `maxValues`: the rest has not been looked at. */
  readonly tooMany: boolean;
}

/**
 * Everything in a value that would be read back as something else once it has been JSON: without it, or as another kind.
 *
 * | value | |
 * |---|---|
 * | text, finite numbers, booleans, `null`, lists, records | are kept |
 * | objects with `toJSON()`, such as dates and URLs | are kept as what it returns |
 * | objects of a class that has only data | are kept as records |
 * | `undefined` in a record | is left out, and reads as `undefined` again |
 * | all else | is an issue |
 *
 * @param path of the value: `'body'`.
 */
export function jsonIssues(value: unknown, path: string, maxValues: number): JsonFindings {
  if (isPlainValue(value)) return NOTHING;
  const look = new Look(path, maxValues);
  look.at(value);
  return look;
}

const NOTHING: JsonFindings = { issues: [], more: 0, tooMany: false };

function isPlainValue(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || value === null || Number.isFinite(value);
}

class Look implements JsonFindings {
  readonly issues: Issue[] = [];
  more = 0;
  tooMany = false;
  readonly #root: string;
  /** The path to the value that is being checked, and the objects on that path. */
  readonly #keys: (string | number)[] = [];
  readonly #within: object[] = [];
  #left: number;

  constructor(root: string, maxValues: number) {
    this.#root = root;
    this.#left = maxValues;
  }

  at(value: unknown): void {
    if (typeof value === 'object') {
      if (value !== null) this.#object(value);
    } else if (typeof value === 'number') {
      if (!Number.isFinite(value)) this.#refuse(String(value), 'a finite number or null');
    } else if (typeof value === 'bigint') {
      if (!hasToJson(value)) this.#refuse(printable(value), 'a number or text', 'write String(value)');
    } else if (typeof value === 'function' || typeof value === 'symbol') {
      this.#refuse(`a ${typeof value}`, 'data');
    }
  }

  #object(value: object): void {
    const level = this.#keys.length;
    if (this.#within.includes(value)) {
      const first = this.#path(this.#within.indexOf(value));
      this.#refuse(`${first} again`, 'data without cycles', 'write an id in its place');
    } else if (this.#within.length >= MOST_LEVELS) {
      this.#keys.length = 0;
      this.#refuse('more', `at most ${MOST_LEVELS} levels`);
      this.#keys.length = level;
    } else {
      this.#within.push(value);
      try {
        this.#inside(value);
      } catch (error) {
        this.#keys.length = level;
        this.#refuse(`an object that throws when it is read (${textOf(error)})`, 'data');
      }
      this.#within.pop();
    }
  }

  #inside(value: object): void {
    if (!hasToJson(value) && (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype)) {
      // Nearly all values are lists or records, so these skip the other checks.
      this.#plain(value, true);
    } else if (value instanceof Secret) {
      this.#refuse('a Secret', 'data that may be on disk', 'write its name, and read it in the job');
    } else if (types.isAnyArrayBuffer(value) || ArrayBuffer.isView(value)) {
      this.#refuse(article(value), 'text', 'write Buffer.from(value).toString("base64")');
    } else if (hasToJson(value)) this.#declared(value);
    else this.#plain(value, isRecord(value));
  }

  #declared(value: WithToJson): void {
    if (value instanceof Date && Number.isNaN(value.getTime())) {
      this.#refuse('an invalid Date', 'a valid one or null');
      return;
    }
    const key = this.#keys.at(-1);
    const said = value.toJSON(String(key ?? ''));
    if (said === undefined && typeof key !== 'string') {
      this.#refuse('an object whose toJSON() returns undefined', 'data');
    } else if (typeof said !== 'object' || said === null) this.at(said);
    // JSON does not ask what it returns for its toJSON().
    else this.#plain(said, said === value || isRecord(said));
  }

  #plain(value: object, isData: boolean): void {
    if (Array.isArray(value)) this.#list(value);
    else if (isData) this.#record(value as Readonly<Record<string, unknown>>);
    else this.#refuse(article(value), 'a record or a list', remedy(value));
  }

  #list(values: readonly unknown[]): void {
    if (this.#isTooMuch(values.length)) return;
    const level = this.#keys.length;
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index];
      if (typeof value === 'string') continue;
      this.#keys[level] = index;
      if (value === undefined) this.#refuse('undefined', 'null, or a list without it');
      else this.at(value);
    }
    this.#keys.length = level;
  }

  #record(record: Readonly<Record<string, unknown>>): void {
    const keys = Object.keys(record);
    if (this.#isTooMuch(keys.length)) return;
    const level = this.#keys.length;
    for (const key of keys) {
      this.#keys[level] = key;
      const value = this.#read(record, key);
      if (typeof value !== 'string' && value !== undefined) this.at(value);
    }
    this.#keys.length = level;
    for (const symbol of Object.getOwnPropertySymbols(record)) {
      if (Object.prototype.propertyIsEnumerable.call(record, symbol)) {
        this.#refuse(`a property named ${String(symbol)}`, 'names that are text');
      }
    }
  }

  #read(record: Readonly<Record<string, unknown>>, key: string): unknown {
    try {
      return record[key];
    } catch (error) {
      this.#refuse(`a getter that throws (${textOf(error)})`, 'data');
      return undefined;
    }
  }

  #isTooMuch(more: number): boolean {
    this.#left -= more;
    if (this.#left < 0) this.tooMany = true;
    return this.tooMany;
  }

  #refuse(got: string, expected: string, hint?: string): void {
    if (this.issues.length >= MOST_ISSUES) {
      this.more += 1;
      return;
    }
    this.issues.push({
      path: this.#path(this.#keys.length),
      got,
      expected,
      ...(hint !== undefined && { hint }),
    });
  }

  /** The path of the first `levels` keys. */
  #path(levels: number): string {
    let problems = new Problems(this.#root);
    for (const key of this.#keys.slice(0, levels)) {
      problems = typeof key === 'number' ? problems.index(key) : problems.at(key);
    }
    return problems.path;
  }
}

interface WithToJson {
  toJSON(key: string): unknown;
}

function hasToJson(value: object | bigint): value is WithToJson {
  return typeof (value as Partial<WithToJson>).toJSON === 'function';
}

/** Prototypes of classes that have only data. */
const onlyData = new WeakMap<object, boolean>();

/** Whether an object has nothing but what JSON keeps of it: it is of no class, or of one without methods. */
function isRecord(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === Object.prototype || prototype === null) return true;
  let known = onlyData.get(prototype);
  if (known === undefined) {
    known = hasOnlyData(prototype);
    onlyData.set(prototype, known);
  }
  return known;
}

function hasOnlyData(prototype: object): boolean {
  const next = Object.getPrototypeOf(prototype) as object | null;
  // That of plain records, here or in another realm.
  if (next === null) return Object.hasOwn(prototype, 'isPrototypeOf');
  return (
    Reflect.ownKeys(prototype).every((key) => key === 'constructor') &&
    (next === Object.prototype || isRecord(prototype))
  );
}

function article(value: object): string {
  const name = nameOf(value);
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}

function nameOf(value: object): string {
  const made: unknown = value.constructor;
  return (typeof made === 'function' && made.name) || 'object of a class';
}

function remedy(value: object): string {
  if (value instanceof Map) return 'write Object.fromEntries(map)';
  if (value instanceof Set) return 'write [...set]';
  if (value instanceof Error) return 'write { message: error.message }';
  if (value instanceof RegExp) return 'write its source';
  if (types.isPromise(value)) return 'await it';
  if (types.isBoxedPrimitive(value)) return 'write value.valueOf()';
  return 'write a record of what is needed, or give its class a toJSON()';
}

function textOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error).slice(0, 200);
  } catch {
    return 'something that has no text';
  }
}
