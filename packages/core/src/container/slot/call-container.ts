import type { CallTarget } from '../call-target.ts';
import { asFailureOf } from './as-failure-of.ts';
import type { Slot } from './slot.ts';

/** Runs a call that does not change the slot, so it need not queue behind create, start or stop. */
export async function callContainer<T>(
  slot: Slot,
  verb: string,
  call: (target: CallTarget) => Promise<T>,
): Promise<T> {
  const operation = `container.${verb}`;
  const { docker, subject } = slot;
  const id = slot.requireId(operation);
  try {
    return await call({ docker, id, subject });
  } catch (error) {
    throw asFailureOf(operation, subject, error);
  }
}

/** The same for a stream; nothing happens before it is read. */
export async function* streamContainer<T>(
  slot: Slot,
  verb: string,
  read: (target: CallTarget) => Promise<AsyncIterable<T>>,
): AsyncGenerator<T, void, undefined> {
  const operation = `container.${verb}`;
  const { docker, subject } = slot;
  const id = slot.requireId(operation);
  try {
    yield* await read({ docker, id, subject });
  } catch (error) {
    throw asFailureOf(operation, subject, error);
  }
}
