import { randomUUID } from 'node:crypto';
import type { BoardChange, Drop, Put, ResourceKind, Resources } from './resource.ts';

/** How a source tells what there is. */
export interface BoardWriter {
  /** Says how a thing is now; a value that equals the last one changes nothing. */
  put<K extends ResourceKind>(kind: K, key: string, value: Resources[K]): void;
  /** Takes a thing away; twice is fine. */
  drop(kind: ResourceKind, key: string): void;
}

interface Entry {
  readonly put: Put;
  readonly json: string;
}

/** So many removals are remembered; a reader that is further behind gets everything again. */
const MAX_DROPS = 2_000;

/**
 * The present state of everything that is shown, numbered.
 *
 * Level-triggered: a reader says which revision it has seen and gets the difference to now. However slow it is, nothing
 * queues up for it, and it misses no last state.
 */
export class Board implements BoardWriter {
  /** Tells two boards apart: a revision means nothing on another one. */
  readonly epoch = randomUUID();
  #revision = 0;
  /** In the order of their last change. */
  readonly #entries = new Map<string, Entry & { readonly revision: number }>();
  readonly #drops = new Map<string, Drop & { readonly revision: number }>();
  /** Differences from before this revision can no longer be told. */
  #oldest = 0;
  readonly #listeners = new Set<() => void>();

  get revision(): number {
    return this.#revision;
  }

  put<K extends ResourceKind>(kind: K, key: string, value: Resources[K]): void {
    const id = idOf(kind, key);
    const json = JSON.stringify(value);
    if (this.#entries.get(id)?.json === json) return;
    this.#drops.delete(id);
    this.#entries.delete(id);
    this.#revision += 1;
    this.#entries.set(id, { put: { kind, key, value } as Put, json, revision: this.#revision });
    this.#tell();
  }

  drop(kind: ResourceKind, key: string): void {
    const id = idOf(kind, key);
    if (!this.#entries.delete(id)) return;
    this.#revision += 1;
    this.#drops.set(id, { kind, key, revision: this.#revision });
    this.#forgetDrops();
    this.#tell();
  }

  get<K extends ResourceKind>(kind: K, key: string): Resources[K] | undefined {
    return this.#entries.get(idOf(kind, key))?.put.value as Resources[K] | undefined;
  }

  /** All things of one kind, the one that changed last at the end. */
  list<K extends ResourceKind>(kind: K): readonly Resources[K][] {
    return [...this.#entries.values()].flatMap(({ put }) =>
      put.kind === kind ? [put.value as Resources[K]] : [],
    );
  }

  /** The difference between `revision` and now; everything, when `revision` is unknown or too long ago. */
  since(revision: number | undefined): BoardChange {
    const known = revision !== undefined && revision >= this.#oldest && revision <= this.#revision;
    const from = known ? revision : -1;
    const later = <T extends { readonly revision: number }>(all: Iterable<T>) =>
      [...all].filter((each) => each.revision > from);
    return {
      revision: this.#revision,
      reset: !known,
      put: later(this.#entries.values()).map(({ put }) => put),
      drop: known ? later(this.#drops.values()).map(({ kind, key }) => ({ kind, key })) : [],
    };
  }

  /** Calls `listener` after each change, until the answer is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #forgetDrops(): void {
    for (const [id, { revision }] of this.#drops) {
      if (this.#drops.size <= MAX_DROPS) return;
      this.#drops.delete(id);
      this.#oldest = revision;
    }
  }
}

function idOf(kind: ResourceKind, key: string): string {
  return `${kind}/${key}`;
}
