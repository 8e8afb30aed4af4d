import { checkArguments, readObject } from '../../input/index.ts';

/**
 * Why a member of a family is in the state that it is in.
 *
 * | cause | means |
 * |---|---|
 * | `created` | a caller wanted it, and it had no container before |
 * | `replaced` | a caller wanted it, and a container that it had is gone; `replaces` says why |
 * | `woken` | a caller wanted it, and its container was stopped or paused |
 * | `restarted` | it had ended unasked, and was started again |
 * | `adopted` | it was there when the family was opened |
 * | `asked` | `stop`, `remove`, `reset` or `roll` was called |
 * | `idle` | nothing held it for `idle.after` |
 * | `life` | it ran for `life.max` |
 * | `kept` | it was stopped for `keep` |
 * | `evicted` | another key needed its place |
 * | `shutdown` | the family was closed |
 * | `start-failed` | it was wanted, and did not become ready |
 * | `exited` | its process ended by itself; `exitCode` says how |
 * | `oom` | the kernel killed it for lack of memory; `memoryBytes` is its limit |
 * | `killed-outside` | somebody else stopped, killed, paused or removed it |
 * | `engine-restarted` | the engine was stopped or started again |
 */
export type FamilyCause =
  | 'created'
  | 'replaced'
  | 'woken'
  | 'restarted'
  | 'adopted'
  | 'asked'
  | 'idle'
  | 'life'
  | 'kept'
  | 'evicted'
  | 'shutdown'
  | 'start-failed'
  | UnaskedEnd;

/** Ends that nobody here has asked for. */
export type UnaskedEnd = 'exited' | 'oom' | 'killed-outside' | 'engine-restarted';

/** A cause with its facts. */
export interface CauseFacts {
  readonly cause: FamilyCause;
  /** Of `exited`, `oom` and `killed-outside`, when it is known. */
  readonly exitCode?: number | undefined;
  /** Of `oom`: the limit that it had. */
  readonly memoryBytes?: number | undefined;
  /** Of `replaced`: why the container before is gone. */
  readonly replaces?: FamilyCause | undefined;
}

/** `'exited with code 3'`, for people. */
export function printCause(facts: CauseFacts): string {
  checkArguments({ facts }, { facts: readObject }, 'printCause');
  const { cause, exitCode, memoryBytes, replaces } = facts;
  const code = exitCode === undefined ? '' : ` with code ${exitCode}`;
  switch (cause) {
    case 'exited':
      return `exited${code}`;
    case 'oom':
      return memoryBytes ? `out of memory, at its limit of ${memoryBytes} bytes` : 'out of memory';
    case 'killed-outside':
      return `killed from outside${code}`;
    case 'engine-restarted':
      return 'the engine was restarted';
    case 'replaced':
      return replaces === undefined ? 'replaced' : `replaced after: ${printCause({ cause: replaces })}`;
    default:
      return cause;
  }
}
