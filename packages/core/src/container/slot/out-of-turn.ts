import type { Docker } from '../../engine/index.ts';
import { inWordsOf } from './in-words-of.ts';
import type { Slot } from './slot.ts';

/** What a call about the engine container in a slot needs to know. */
export interface CallTarget {
  readonly docker: Docker;
  readonly id: string;
  /** Names it in errors. */
  readonly label: string;
}

/** A call about the engine container in the slot that changes nothing of the slot, and so need not wait for others. */
export async function callOutOfTurn<T>(
  slot: Slot,
  verb: string,
  call: (target: CallTarget) => Promise<T>,
): Promise<T> {
  const operation = `container.${verb}`;
  const { docker, label } = slot;
  const id = slot.requireId(operation);
  try {
    return await call({ docker, id, label });
  } catch (error) {
    throw inWordsOf(operation, label, error);
  }
}

/** The same for a flow; nothing happens before it is read. */
export async function* readOutOfTurn<T>(
  slot: Slot,
  verb: string,
  read: (target: CallTarget) => AsyncIterable<T>,
): AsyncGenerator<T, void, undefined> {
  const operation = `container.${verb}`;
  const { docker, label } = slot;
  const id = slot.requireId(operation);
  try {
    yield* read({ docker, id, label });
  } catch (error) {
    throw inWordsOf(operation, label, error);
  }
}
