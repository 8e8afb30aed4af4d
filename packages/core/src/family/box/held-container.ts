import {
  type AttachOptions,
  type Container,
  type ContainerExit,
  type CopyFromOptions,
  type CopySource,
  type CopyToOptions,
  type ExecOptions,
  type ExecProcess,
  type ExecResult,
  type ExecStreamOptions,
  type HostPort,
  type LogLine,
  type LogsOptions,
  type ProcessStreams,
  type ReadFileOptions,
} from '../../container/index.ts';
import type { ContainerInspect } from '../../engine/index.ts';
import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import {
  BackgroundCommand,
  type CommandPlace,
  type SpawnOptions,
  spawnCommand,
} from '../background/index.ts';
import type { Hold, HoldKind, HoldLedger } from '../holds/index.ts';
import type { FamilyKey } from '../key/index.ts';
import { heldIterable } from './held-iterable.ts';
import { waitForEnd } from './wait-for-end.ts';

/** What a hold is made of. */
export interface HeldParts<Key> {
  readonly key: Key;
  readonly generation: number;
  readonly container: Container;
  readonly holds: HoldLedger;
  readonly hold: Hold;
  /** Aborts when the container is lost. */
  readonly lost: AbortSignal;
  /** Names it in errors. */
  readonly subject: string;
  /** Where a port can be reached from here. */
  reach(port: number | string, options?: CallOptions): Promise<HostPort>;
}

/**
 * A member of a family that stays awake until this is released: `await using box = await family.use(key)`.
 *
 * Each command or stream that is started through it is a hold too: it keeps the member awake until it ends, also after the
 * release.
 */
export class HeldContainer<Key = FamilyKey> implements AsyncDisposable {
  readonly key: Key;
  /** Which container of the key this is: 1 for its first, raised whenever it is created again. */
  readonly generation: number;
  readonly #parts: HeldParts<Key>;
  #released = false;

  /** @internal */
  constructor(parts: HeldParts<Key>) {
    this.key = parts.key;
    this.generation = parts.generation;
    this.#parts = parts;
  }

  /** The engine's id. */
  get id(): string {
    return this.#parts.container.id ?? '';
  }

  /** Aborts when the container has been stopped, removed or lost; the reason is a `family.ended` that says why. */
  get signal(): AbortSignal {
    return this.#parts.lost;
  }

  /** Runs a command in it to its end, as {@link Container.exec}. */
  exec(cmd: readonly string[], options?: ExecOptions): Promise<ExecResult> {
    return this.#during('exec', cmd[0], (container) => container.exec(cmd, options));
  }

  /** Starts a command in it, as {@link Container.execStream}; its hold ends with its output. */
  execStream(cmd: readonly string[], options?: ExecStreamOptions): Promise<ExecProcess> {
    return this.#streams('exec', cmd[0], (container) => container.execStream(cmd, options));
  }

  /** Attaches to its main process, as {@link Container.attach}; the hold ends with the streams. */
  attach(options?: AttachOptions): Promise<ProcessStreams> {
    return this.#streams('attach', undefined, (container) => container.attach(options));
  }

  /**
   * Resolves with the exit code of its main process once that has ended, also when it has ended before. A container that is
   * started again by its family or by the engine counts as ended.
   *
   * @throws DocktopusError `container.removed` when it was removed before its exit code could be read; `timeout`, `aborted`
   */
  async wait(options: CallOptions = {}): Promise<ContainerExit> {
    const { container, lost, subject } = this.#parts;
    if (lost.aborted && !this.#released) return await waitForEnd(container, lost, subject, options);
    return await this.#during('wait', undefined, () => waitForEnd(container, lost, subject, options));
  }

  /** Its output, line by line, as {@link Container.logs}. */
  logs(options?: LogsOptions): AsyncIterable<LogLine> {
    return heldIterable(
      () => this.#hold('stream', 'logs'),
      () => this.#container().logs(options),
    );
  }

  /**
   * Starts a command in the background. It keeps the member awake until it ends, goes on when this is released or the
   * blueprint ends, and is found again with {@link spawned}. It is never started twice.
   *
   * @throws DocktopusError `family.command-exists`, `family.command-failed`
   */
  spawn(argv: readonly string[], options: SpawnOptions = {}): Promise<BackgroundCommand> {
    this.#container();
    return spawnCommand(this.#place, argv, options, (id) => this.#hold('spawn', id));
  }

  /** The command that was started with this id in this container; `undefined` when there is none. */
  async spawned(id: string, options?: CallOptions): Promise<BackgroundCommand | undefined> {
    this.#container();
    const command = new BackgroundCommand(id, this.#place);
    try {
      await command.status(options);
      return command;
    } catch (error) {
      if (isDocktopusError(error, 'family.command-not-found')) return undefined;
      throw error;
    }
  }

  copyTo(source: CopySource, target: string, options?: CopyToOptions): Promise<void> {
    return this.#during('copy', target, (container) => container.copyTo(source, target, options));
  }

  copyFrom(source: string, target: string, options?: CopyFromOptions): Promise<void> {
    return this.#during('copy', source, (container) => container.copyFrom(source, target, options));
  }

  readFile(path: string, options?: ReadFileOptions): Promise<Buffer> {
    return this.#during('copy', path, (container) => container.readFile(path, options));
  }

  /** The engine's own description of it. */
  inspect(options?: CallOptions): Promise<ContainerInspect> {
    return this.#container().inspect(options);
  }

  /** Where one of its ports can be reached from here: published, or at its own address when it is isolated. */
  port(port: number | string, options?: CallOptions): Promise<HostPort> {
    this.#container();
    return this.#parts.reach(port, options);
  }

  /** The address of one of its ports, as `http://127.0.0.1:49153/ask`. It changes with each start. */
  async url(port: number | string, path = '/', options?: CallOptions): Promise<string> {
    const { host, port: number } = await this.port(port, options);
    const name = host.includes(':') ? `[${host}]` : host;
    return `http://${name}:${number}${path.startsWith('/') ? path : `/${path}`}`;
  }

  /** Another hold on the same container, for work that goes on after this one is released. */
  hold(what?: string): Hold {
    return this.#hold('use', what);
  }

  /** Releases the hold; the member may sleep when no other hold is left. May be called twice. */
  release(): void {
    this.#released = true;
    this.#parts.hold.release();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.release();
  }

  get #place(): CommandPlace {
    const { container, lost, subject, holds } = this.#parts;
    return { container, lost, subject, holds };
  }

  #container(): Container {
    if (this.#parts.lost.aborted) throw this.#parts.lost.reason;
    if (!this.#released) return this.#parts.container;
    throw new DocktopusError('family.ended', {
      operation: 'family.hold',
      subject: this.#parts.subject,
      reason: 'the hold has been released',
      hint: 'Use the key again',
    });
  }

  #hold(kind: HoldKind, what: string | undefined): Hold {
    this.#container();
    return this.#parts.holds.add(kind, what);
  }

  async #during<T>(
    kind: HoldKind,
    what: string | undefined,
    work: (container: Container) => Promise<T>,
  ): Promise<T> {
    using _hold = this.#hold(kind, what);
    return await work(this.#parts.container);
  }

  async #streams<T extends ProcessStreams>(
    kind: HoldKind,
    what: string | undefined,
    open: (container: Container) => Promise<T>,
  ): Promise<T> {
    const hold = this.#hold(kind, what);
    try {
      const streams = await open(this.#parts.container);
      void streams.ended.then(() => hold.release());
      return streams;
    } catch (error) {
      hold.release();
      throw error;
    }
  }
}
