import { randomUUID } from 'node:crypto';
import { BehaviorSubject } from 'rxjs';
import type { CreateContainerBody, Docker } from '../../engine/index.ts';
import { DocktopusError } from '../../errors/index.ts';
import { Mutex } from '../../scope/index.ts';
import { toCreateBody } from '../create-body/to-create-body.ts';
import type { ContainerSpec } from '../spec/container-spec.ts';
import { inWordsOf } from './in-words-of.ts';
import type { SlotOwner } from './slot-owner.ts';

/** The engine container that is in a slot. */
export interface SlotContent {
  readonly id: string;
  /** `created` by this slot, `adopted` because it was as wanted, `given` by its id. */
  readonly origin: 'created' | 'adopted' | 'given';
  /** What the engine said of it when this slot created it. */
  readonly warnings?: readonly string[];
}

/** A run of a container that was seen to be ready. */
export interface ReadyRun {
  readonly id: string;
  readonly startedAt: number;
}

/** A place for one engine container: what is in it may come and go, the slot stays. */
export class Slot {
  readonly docker: Docker;
  /** How to make what belongs in it; `undefined` for a container that was found by its id. */
  readonly spec: ContainerSpec | undefined;
  readonly owner: SlotOwner;
  readonly content$: BehaviorSubject<SlotContent | undefined>;
  readonly readyRun$ = new BehaviorSubject<ReadyRun | undefined>(undefined);
  /** Whether the container in it has got past a start: from then on it may hold data, and only `remove` removes it. */
  proven = false;
  /** Whether the container has got its further networks and its files. */
  prepared = false;
  /** A create call went out and its outcome is not known. */
  unsettled = false;
  readonly #mutex = new Mutex();
  #starts = 0;
  #creation: string = randomUUID();
  #body: CreateContainerBody | undefined;
  readonly #usualLabel: string;
  #label: string;

  constructor(
    docker: Docker,
    spec: ContainerSpec | undefined,
    owner: SlotOwner,
    content?: SlotContent,
    label?: string,
  ) {
    this.docker = docker;
    this.spec = spec;
    this.owner = owner;
    this.content$ = new BehaviorSubject(content);
    this.#usualLabel = label ?? spec?.name ?? spec?.image ?? content?.id.slice(0, 12) ?? '';
    this.#label = this.#usualLabel;
  }

  get id(): string | undefined {
    return this.content$.value?.id;
  }

  /** What the spec is for the engine, without what its owner adds; `undefined` without a spec. */
  get body(): CreateContainerBody | undefined {
    this.#body ??= this.spec && toCreateBody(this.spec);
    return this.#body;
  }

  /** Names it in errors. */
  get label(): string {
    return this.#label;
  }

  /** Tells the container that this slot is about to create from every other one. */
  get creation(): string {
    return this.#creation;
  }

  /**
   * The name that the next container is created under. The engine takes each name once, so that a create call that
   * is repeated because its answer was lost cannot make a second container.
   */
  get nameToCreate(): string {
    return this.spec?.name ?? `docktopus-${this.#creation}`;
  }

  /** Runs `work` after everything that was asked for before it; the engine's failures come back as `operation`'s. */
  async inTurn<T>(operation: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    try {
      return await this.#mutex.run(signal, work);
    } catch (error) {
      throw inWordsOf(operation, this.label, error);
    }
  }

  fill(content: SlotContent): void {
    this.unsettled = false;
    this.proven = content.origin !== 'created';
    this.prepared = false;
    this.content$.next(content);
  }

  vacate(): void {
    this.unsettled = false;
    this.proven = false;
    this.#creation = randomUUID();
    this.#label = this.#usualLabel;
    if (this.id !== undefined) this.content$.next(undefined);
  }

  /** A start finds out itself whether the container becomes ready. */
  get starting(): boolean {
    return this.#starts > 0;
  }

  beginStart(): void {
    this.#starts += 1;
  }

  endStart(): void {
    this.#starts -= 1;
    // Whoever follows the readiness looks again: what this start did not wait for is theirs to find out.
    this.readyRun$.next(this.readyRun$.value);
  }

  renamed(name: string): void {
    this.#label = name;
  }

  /** @throws DocktopusError `container.not-created` */
  requireId(operation: string): string {
    if (this.id === undefined) {
      throw new DocktopusError('container.not-created', {
        operation,
        subject: this.label,
        reason: 'there is no container yet, or no more',
        hint: this.spec ? 'Call create() or start() first' : undefined,
      });
    }
    return this.id;
  }
}
