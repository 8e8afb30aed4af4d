import type { Readable } from 'node:stream';
import type { CallOptions } from '../scope/index.ts';
import type { ContainerInspect } from './model/container-inspect.ts';
import type { ContainerListEntry } from './model/container-list-entry.ts';
import type { CreateContainerBody } from './model/create-container-body.ts';
import type { EngineEvent } from './model/engine-event.ts';
import type { EngineVersion } from './model/engine-version.ts';

/**
 * The engine's calls about containers, one method per request, typed and settled.
 *
 * Every call has a deadline (30 s unless it says otherwise), takes a `signal`, and rejects with a
 * `DocktopusError` only. States that are already as wanted are results, not errors. Calls of other things are on
 * {@link Docker.images}, {@link Docker.networks} and {@link Docker.volumes}.
 */
export interface Engine {
  /** Asks for a sign of life. @default timeoutMs 5_000 */
  ping(options?: CallOptions): Promise<void>;
  /** Also the architecture: `'amd64'`, `'arm64'`, … */
  version(options?: CallOptions): Promise<EngineVersion & { readonly arch: string }>;

  /** @default timeoutMs 60_000 */
  createContainer(
    body: CreateContainerBody,
    options?: CallOptions & { readonly name?: string | undefined; readonly platform?: string | undefined },
  ): Promise<{ readonly id: string; readonly warnings: readonly string[] }>;
  /** @default timeoutMs 60_000 */
  startContainer(id: string, options?: CallOptions): Promise<'started' | 'already-started'>;
  /** The deadline is on top of the grace. @default graceSeconds the container's own stop timeout */
  stopContainer(
    id: string,
    options?: CallOptions & { readonly graceSeconds?: number | undefined },
  ): Promise<'stopped' | 'already-stopped' | 'gone'>;
  restartContainer(
    id: string,
    options?: CallOptions & { readonly graceSeconds?: number | undefined },
  ): Promise<void>;
  /** @default unixSignal 'SIGKILL' */
  killContainer(
    id: string,
    options?: CallOptions & { readonly unixSignal?: string | undefined },
  ): Promise<'killed' | 'not-running' | 'gone'>;
  pauseContainer(id: string, options?: CallOptions): Promise<void>;
  unpauseContainer(id: string, options?: CallOptions): Promise<void>;
  renameContainer(id: string, name: string, options?: CallOptions): Promise<void>;
  /** A removal that another caller has begun counts as `'removed'` once it is done. @default timeoutMs 60_000 */
  removeContainer(
    id: string,
    options?: CallOptions & { readonly force?: boolean | undefined; readonly volumes?: boolean | undefined },
  ): Promise<'removed' | 'gone'>;
  updateContainer(id: string, body: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<void>;

  /** @throws DocktopusError `container.not-found` */
  inspectContainer(idOrName: string, options?: CallOptions): Promise<ContainerInspect>;
  /** Lists to discover; a list lags behind inspect by up to 0.1 s. @default all true */
  listContainers(
    options?: CallOptions & { readonly all?: boolean; readonly filters?: Filters },
  ): Promise<readonly ContainerListEntry[]>;
  /** Waits on a separate connection. @default timeoutMs none */
  waitContainer(
    id: string,
    options?: CallOptions & { readonly condition?: 'not-running' | 'next-exit' | 'removed' },
  ): Promise<{ readonly statusCode: number; readonly error: string | undefined }>;

  /**
   * The container's output as the engine sends it; each chunk says which stream it belongs to.
   *
   * When it does not follow, `timeoutMs` is for all of it, and an engine that says nothing for 30 s while it is waited
   * for counts as lost. When it follows, `timeoutMs` is for the beginning.
   *
   * @default timeoutMs 30_000 for the beginning, none for the rest
   */
  containerLogs(id: string, options?: CallOptions & LogsQuery): Promise<AsyncIterable<OutputChunk>>;
  containerStats(
    id: string,
    options?: CallOptions & { readonly stream?: boolean },
  ): Promise<AsyncIterable<Readonly<Record<string, unknown>>>>;
  attachContainer(id: string, options?: CallOptions & { readonly stdin?: boolean }): Promise<AttachedStream>;

  createExec(id: string, body: CreateExecBody, options?: CallOptions): Promise<{ readonly id: string }>;
  /** Starts it and hands over the connection; `tty` as it was created. @default timeoutMs none after the start */
  startExec(
    execId: string,
    options?: CallOptions & { readonly tty?: boolean; readonly stdin?: boolean },
  ): Promise<AttachedStream>;
  inspectExec(
    execId: string,
    options?: CallOptions,
  ): Promise<{ readonly running: boolean; readonly exitCode: number | undefined; readonly pid: number }>;
  resizeExec(
    execId: string,
    size: { readonly rows: number; readonly columns: number },
    options?: CallOptions,
  ): Promise<void>;

  /** Unpacks the tar stream `archive` into the folder `path`. @default timeoutMs 600_000 */
  /** With `keepKinds`, a directory and a file that would take each other's place are refused. */
  putArchive(
    id: string,
    path: string,
    archive: Readable | Buffer,
    options?: CallOptions & { readonly keepKinds?: boolean | undefined },
  ): Promise<void>;
  /** The tar stream of `path`. @throws DocktopusError `path.not-found` @default timeoutMs 30_000 for the beginning and for each silence */
  getArchive(id: string, path: string, options?: CallOptions): Promise<Readable>;

  /**
   * Opens the event stream and resolves once it is open; the socket is drained whatever `onEvent` does.
   * Loss of the connection, for whatever reason, settles `ended`.
   */
  watchEvents(
    onEvent: (event: EngineEvent) => void,
    options?: {
      readonly since?: string | undefined;
      /** The engine ends the stream at this moment, and `ended` resolves with `undefined`. */
      readonly until?: string | undefined;
      readonly filters?: Filters | undefined;
      readonly signal?: AbortSignal | undefined;
      readonly timeoutMs?: number | undefined;
    },
  ): Promise<EventSubscription>;
}

/** As the engine's `filters`: `{ label: ['a=b'], status: ['running'] }`. */
export type Filters = Readonly<Record<string, readonly string[]>>;

/** The lines of a log that are asked for. */
export interface LogsQuery {
  /** @default false */
  readonly follow?: boolean | undefined;
  /** The last n lines. @default all */
  readonly tail?: number | undefined;
  /** Seconds since the epoch, fractions allowed, or the nanoseconds' text `'1700000000.123456789'`. */
  readonly since?: number | string | undefined;
  readonly until?: number | string | undefined;
  /** @default false */
  readonly timestamps?: boolean | undefined;
  /** Whether the container has a terminal: then there is one stream without frames. @default false */
  readonly tty?: boolean | undefined;
  /** @default both */
  readonly stdout?: boolean | undefined;
  readonly stderr?: boolean | undefined;
}

/** A piece of a process's output, as it came. */
export interface OutputChunk {
  readonly stream: 'stdout' | 'stderr';
  readonly data: Buffer;
}

/** The body of a request that creates a command in a container. */
export interface CreateExecBody {
  readonly Cmd: readonly string[];
  readonly Env?: readonly string[] | undefined;
  readonly User?: string | undefined;
  readonly WorkingDir?: string | undefined;
  readonly Privileged?: boolean | undefined;
  readonly Tty?: boolean | undefined;
  readonly AttachStdin?: boolean | undefined;
  readonly AttachStdout?: boolean | undefined;
  readonly AttachStderr?: boolean | undefined;
}

/** A connection to a process: its output as chunks, its input as a writable whose end closes stdin only. */
export interface AttachedStream {
  readonly output: AsyncIterable<OutputChunk>;
  /** Writes to the process's stdin; resolves when the engine has taken it. */
  write(data: Uint8Array | string): Promise<void>;
  endInput(): Promise<void>;
  /** Drops the connection; the process goes on. */
  close(): void;
  /** Resolves when the connection is over, however it has ended. Never rejects. */
  readonly ended: Promise<void>;
}

/** An open stream of events, which `engine.watchEvents()` returns. */
export interface EventSubscription extends Disposable {
  /** Resolves with the reason when the stream is lost, with `undefined` after {@link close}. Never rejects. */
  readonly ended: Promise<Error | undefined>;
  close(): void;
}
