import type { BuildStep, ContainerFailure, Difference, TriedPlace, VersionRange } from './error-details.ts';
import type { Issue } from './issue.ts';

/** A code that says everything. */
type NoDetails = Readonly<Record<never, never>>;

/** Of a failure on this machine rather than in a container or the engine. */
interface HostFacts {
  readonly path?: string;
  /** Node's code: `'EACCES'`. */
  readonly errno?: string;
}

/**
 * Every failure that Docktopus reports, and its facts for programs (`error.details`). Codes are stable: match on them,
 * not on messages. The part before the dot is the thing that the failure is about.
 *
 * A package adds its own codes:
 *
 * `declare module '@docktopus/core' { interface ErrorCodes { 'queue.full': { readonly waiting: number } } }`
 */
export interface ErrorCodes {
  aborted: NoDetails;
  timeout: {
    readonly timeoutMs: number;
    /** Of a pool that did not become ready. */
    readonly warm?: number;
    readonly min?: number;
  };

  'engine.unreachable': { readonly places?: readonly TriedPlace[] };
  'engine.disconnected': NoDetails;
  'engine.protocol': NoDetails;
  'engine.failed': NoDetails;
  'engine.conflict': { readonly differences?: readonly Difference[] };
  'engine.unsupported': { readonly engine?: VersionRange; readonly docktopus?: VersionRange };
  'engine.closed': NoDetails;
  'engine.read-only': NoDetails;

  'container.not-found': {
    /** The names of the managed containers that there are. */
    readonly known?: readonly string[];
  };
  'container.not-created': NoDetails;
  'container.not-running': NoDetails;
  'container.running': NoDetails;
  'container.exited': { readonly restartCount?: number; readonly error?: string | undefined };
  'container.start-failed': NoDetails;
  'container.not-ready': {
    /** What each condition was still waiting for. */
    readonly pending?: readonly string[];
  };
  'container.removed': NoDetails;
  'exec.not-found': NoDetails;
  'exec.output-too-large': { readonly exitCode: number; readonly maxOutputBytes: number };

  'image.not-found': NoDetails;
  'image.pull-failed': NoDetails;
  'image.build-failed': {
    /** `undefined` when it failed before its first step. */
    readonly step: BuildStep | undefined;
    /** What the step wrote last, 50 lines at most. */
    readonly lastLines: readonly string[];
  };
  'image.unauthorized': NoDetails;
  'image.rate-limited': NoDetails;
  'image.no-platform': NoDetails;
  'image.in-use': NoDetails;
  'registry.untrusted': NoDetails;
  'registry.insecure': NoDetails;
  'network.not-found': NoDetails;
  'network.in-use': NoDetails;
  'network.no-addresses': NoDetails;
  'volume.not-found': NoDetails;
  'volume.in-use': NoDetails;
  'name.in-use': {
    /** The engine's id of what has the name. */
    readonly existingId?: string | undefined;
  };
  'port.in-use': NoDetails;
  'port.not-published': NoDetails;
  'port.unreachable': NoDetails;
  'disk.full': HostFacts;
  'path.not-found': HostFacts;
  'path.in-use': HostFacts;
  'path.denied': HostFacts;
  'path.invalid': HostFacts;
  'path.failed': HostFacts;
  'archive.unsafe': { readonly entry: string };

  'dockerfile.invalid': { readonly file: string; readonly line: number };
  'spec.invalid': { readonly issues: readonly Issue[] };
  /** A policy does not allow it. */
  'policy.refused': { readonly issues: readonly Issue[] };
  'config.invalid': { readonly issues?: readonly Issue[] };
  'context.invalid': { readonly issues?: readonly Issue[] };
  'context.cycle': {
    /** The names of the containers that wait for each other. */
    readonly cycle: readonly string[];
  };
  'context.failed': NoDetails;
  'context.closed': NoDetails;
  'context.in-use': {
    /** The engine's id of the container that is the other instance's lock. */
    readonly existingId?: string | undefined;
  };
  'inject.failed': { readonly class?: string; readonly parameter?: number };

  'pool.exhausted': { readonly leased: number; readonly starting: number; readonly max: number };
  'pool.closed': NoDetails;

  'family.invalid': { readonly issues?: readonly Issue[] };
  'family.not-found': {
    /** The names that there are. */
    readonly known: readonly string[];
  };
  'family.key-invalid': {
    /** The key, as it is shown. */
    readonly key: string;
  };
  'family.key-unknown': NoDetails;
  'family.no-data': NoDetails;
  'family.full': {
    /** Which limit of `capacity` is reached. */
    readonly limit: string;
    readonly most: number;
    readonly inUse: number;
    readonly retryAfterMs: number;
    readonly group?: string;
  };
  'family.failed': { readonly retryAfterMs: number };
  'family.owned-elsewhere': NoDetails;
  'family.closing': { readonly retryAfterMs: number };
  'family.ended': { readonly exitCode?: number | undefined; readonly oomKilled?: boolean };
  'family.replaced': NoDetails;
  'family.unsafe': { readonly differences?: readonly Difference[] };
  'family.closed': NoDetails;
  'family.command-exists': NoDetails;
  'family.command-not-found': NoDetails;
  'family.command-failed': NoDetails;
}

/** The code of an error: one of {@link ErrorCodes}. */
export type ErrorCode = keyof ErrorCodes;

/** Facts that an error may carry whatever its code is. */
export interface SharedDetails {
  /** The status of the engine's or a receiver's HTTP answer. */
  readonly status?: number;
  /** Of a start that failed: how the container was found. */
  readonly failure?: ContainerFailure | undefined;
  /**
   * Of a start that failed, what became of its container: `kept` on purpose, `left` because its removal failed, `unknown`
   * when the engine has not confirmed the removal in time.
   */
  readonly container?: 'removed' | 'kept' | 'left' | 'unknown';
  /** Of a start that failed: why the container could not be removed. */
  readonly cleanUpProblem?: unknown;
  readonly exitCode?: number | undefined;
  readonly oomKilled?: boolean | undefined;
  /** What was being injected, from the outermost token to the one that failed. */
  readonly injectionPath?: readonly string[];
}

/** The facts of an error with this code. */
export type ErrorDetails<C extends ErrorCode = ErrorCode> = Readonly<SharedDetails & ErrorCodes[C]>;
