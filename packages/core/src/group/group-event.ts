import { failureReason, printChanges, type SpecChange } from '../container/index.ts';
import { type ContainerFailure, plainText } from '../errors/index.ts';
import { checkArguments, readThing } from '../input/index.ts';

/** Something that happened to a member of a group and deserves a line in a log. */
export type GroupEvent = MemberReplaced | MemberEnded | MemberRemoved;

const readEvent = readThing('an event of a group', (value) => 'kind' in value && 'name' in value);

interface AboutMember {
  readonly name: string;
  /** The engine's id of the container. */
  readonly id: string;
}

/** An existing container makes room for one of another spec. */
export interface MemberReplaced extends AboutMember {
  readonly kind: 'replaced';
  /** As a clause: `'its spec has changed'`. */
  readonly why: string;
  /** What the new spec changes, as far as the former container tells. */
  readonly changes: readonly SpecChange[];
}

/** A container has ended, and no call of this process asked it to. */
export interface MemberEnded extends AboutMember {
  readonly kind: 'ended';
  /** How it was found: its exit code, whether memory ran out, its last lines. */
  readonly failure: ContainerFailure;
  /** Whether its restart policy starts it again. */
  readonly restarts: boolean;
}

/** Somebody else has removed a container. */
export interface MemberRemoved extends AboutMember {
  readonly kind: 'removed';
}

/** One line: `db is replaced: limits.memory 256m → 512m`, `db ended with exit code 3; its restart policy starts it again`. */
export function printGroupEvent(event: GroupEvent): string {
  checkArguments({ event }, { event: readEvent }, 'printGroupEvent');
  return plainText(textOf(event));
}

function textOf(event: GroupEvent): string {
  const { name } = event;
  switch (event.kind) {
    case 'replaced':
      return `${name} is replaced: ${event.changes.length === 0 ? event.why : printChanges(event.changes)}`;
    case 'ended': {
      const then = event.restarts ? '; its restart policy starts it again' : '';
      return `${name}: ${failureReason(event.failure, 'it ended')}${then}`;
    }
    case 'removed':
      return `${name} was removed by somebody else`;
  }
}
