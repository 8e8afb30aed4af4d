import { BehaviorSubject, type Observable } from 'rxjs';
import type { CreateContainerBody, Docker } from '../../engine/index.ts';
import { DocktopusError } from '../../errors/index.ts';
import { Mutex } from '../../scope/index.ts';
import type { ContainerSpec } from '../options/container-spec.ts';
import type { SpecChange } from '../options/spec-record.ts';
import { toCreateBody } from '../options/to-create-body.ts';
import { asFailureOf } from './as-failure-of.ts';
import type { SlotOwner } from './slot-owner.ts';
import { contentOf, nextStage, type SlotChange, type SlotContent, type SlotStage } from './slot-stage.ts';

/** A container that makes room for another one. */
export interface ReplacedContainer {
  readonly id: string;
  /** As a clause: `'its spec has changed'`. */
  readonly why: string;
  /** What the new spec changes, as far as the container tells what it was made from. */
  readonly changes: readonly SpecChange[];
}

/** What a group wants to know about its slots. */
export interface SlotHooks {
  /** Called after each change of the stage. */
  readonly onStage?: ((stage: SlotStage) => void) | undefined;
  /** Called before the slot's container is created, unless it has one. */
  readonly beforeCreate?: ((signal: AbortSignal) => Promise<void>) | undefined;
  /** Why an existing container may not be replaced now, as a clause. */
  readonly objection?: ((signal: AbortSignal) => Promise<string | undefined>) | undefined;
  /** Called before an existing container is removed to make room for the slot's. */
  readonly onReplace?: ((replaced: ReplacedContainer) => void) | undefined;
  /** Called when a caller starts the container, before anything is created. */
  readonly beforeStart?: ((signal: AbortSignal) => Promise<void>) | undefined;
}

export interface SlotOptions extends SlotHooks {
  /** Further names of the container on every network that it joins by name. They are no part of the spec's hash. */
  readonly aliases?: readonly string[] | undefined;
  /** A container that exists, found by its id. */
  readonly given?: { readonly id: string; readonly name?: string } | undefined;
}

/** A place for one engine container: the container may come and go, the slot stays. */
export class Slot {
  readonly docker: Docker;
  /** How to make the container; `undefined` for a container that was found by its id. */
  readonly spec: ContainerSpec | undefined;
  readonly owner: SlotOwner;
  readonly hooks: SlotHooks;
  readonly aliases: readonly string[];
  readonly #stage: BehaviorSubject<SlotStage>;
  readonly #mutex = new Mutex();
  readonly #subject: string;

  constructor(
    docker: Docker,
    spec: ContainerSpec | undefined,
    owner: SlotOwner,
    { given, aliases = [], ...hooks }: SlotOptions = {},
  ) {
    this.docker = docker;
    this.spec = spec;
    this.owner = owner;
    this.hooks = hooks;
    this.aliases = aliases;
    this.#stage = new BehaviorSubject<SlotStage>(
      given === undefined
        ? { at: 'empty', creation: crypto.randomUUID() }
        : { at: 'up', content: { id: given.id, origin: 'given' } },
    );
    this.#subject = given?.name ?? spec?.name ?? spec?.image ?? given?.id.slice(0, 12) ?? '';
  }

  /** How far the slot has come. */
  get stage(): SlotStage {
    return this.#stage.value;
  }

  /** The stage, the present one first. */
  get stage$(): Observable<SlotStage> {
    return this.#stage;
  }

  /** Whether anybody follows the slot's state. */
  get observed(): boolean {
    return this.#stage.observed;
  }

  get content(): SlotContent | undefined {
    return contentOf(this.stage);
  }

  get id(): string | undefined {
    return this.content?.id;
  }

  /** Notes what has happened to the slot. Nothing else changes its stage. */
  take(change: SlotChange): void {
    const next = nextStage(this.stage, change);
    if (next === this.stage) return;
    this.#stage.next(next);
    this.hooks.onStage?.(next);
  }

  /** Notes that the slot is empty. */
  vacate(): void {
    this.take({ is: 'gone', creation: crypto.randomUUID() });
  }

  /** The spec in the engine's words, without what the owner adds; `undefined` without a spec. */
  get body(): CreateContainerBody | undefined {
    return this.spec && bodyOf(this.spec);
  }

  /** Names the slot in errors. */
  get subject(): string {
    return this.content?.renamed ?? this.#subject;
  }

  /** Runs `work` after every call before it has settled; failures of the engine come back as failures of `operation`. */
  async serialized<T>(operation: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    try {
      return await this.#mutex.run(signal, work);
    } catch (error) {
      throw asFailureOf(operation, this.subject, error);
    }
  }

  /** @throws DocktopusError `container.not-created` */
  requireId(operation: string): string {
    if (this.id === undefined) {
      throw new DocktopusError('container.not-created', {
        operation,
        subject: this.subject,
        reason: 'the container has not been created, or was removed',
        hint: this.spec ? 'Call create() or start() first' : undefined,
      });
    }
    return this.id;
  }
}

/** A service may make one container after the other from one spec. */
const bodies = new WeakMap<ContainerSpec, CreateContainerBody>();

function bodyOf(spec: ContainerSpec): CreateContainerBody {
  const known = bodies.get(spec);
  if (known !== undefined) return known;
  const body = toCreateBody(spec);
  bodies.set(spec, body);
  return body;
}
