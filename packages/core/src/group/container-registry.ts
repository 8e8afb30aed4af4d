import { BehaviorSubject, type Observable } from 'rxjs';
import type { Container } from '../container/index.ts';
import { DocktopusError, nearest, printable } from '../errors/index.ts';

/** The containers of a group, by name. */
export class ContainerRegistry implements Iterable<readonly [name: string, container: Container]> {
  readonly #byName = new Map<string, Container>();
  readonly #changes = new BehaviorSubject<void>(undefined);
  readonly #operation: string;

  /** @param operation names the look-up in errors. */
  constructor(operation = 'context.containers.get') {
    this.#operation = operation;
  }

  /** The names, in the order of joining. */
  get names(): readonly string[] {
    return [...this.#byName.keys()];
  }

  get size(): number {
    return this.#byName.size;
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /**
   * The container with that name.
   *
   * @throws DocktopusError `container.not-found` naming the known containers, and the nearest name.
   */
  get(name: string): Container {
    const found = this.#byName.get(name);
    if (found === undefined) throw unknownContainer(this.#operation, name, this.names);
    return found;
  }

  [Symbol.iterator](): IterableIterator<readonly [name: string, container: Container]> {
    return this.#byName.entries();
  }

  /** Emits at once, and whenever a container has joined or left; completes with the group. @internal */
  get changes$(): Observable<void> {
    return this.#changes;
  }

  /** @internal */
  add(name: string, container: Container): void {
    this.#byName.set(name, container);
    this.#changes.next();
  }

  /** @internal */
  delete(name: string): void {
    if (this.#byName.delete(name)) this.#changes.next();
  }

  /** @internal */
  close(): void {
    this.#changes.complete();
  }
}

/** The error for a name that no container has. */
export function unknownContainer(operation: string, name: string, known: readonly string[]): DocktopusError {
  const close = nearest(name, known);
  const others = known.length === 0 ? 'No container is declared' : `Known are ${known.join(', ')}`;
  return new DocktopusError('container.not-found', {
    operation,
    subject: name,
    reason: 'no managed container has this name',
    hint: close === undefined ? others : `Did you mean ${printable(close)}? ${others}`,
    details: { known },
  });
}
