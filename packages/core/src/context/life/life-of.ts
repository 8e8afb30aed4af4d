import { DocktopusError } from '../../errors/index.ts';
import type { ContainerFamily } from '../../family/index.ts';
import type { ContextLife } from './context-life.ts';

const lives = new WeakMap<object, ContextLife>();

/** Notes the life of a context, which is kept outside of the author's class. */
export function keepLife(context: object, life: ContextLife): void {
  lives.set(context, life);
}

/** `undefined` before the context is connected. */
export function findLife(context: object): ContextLife | undefined {
  return lives.get(context);
}

/** @throws DocktopusError `context.invalid` before the context is connected. */
export function lifeOf(context: object, operation: string): ContextLife {
  const life = findLife(context);
  if (life !== undefined) return life;
  throw new DocktopusError('context.invalid', {
    operation,
    subject: context.constructor.name,
    reason: 'the context is not connected yet',
    hint: 'Connect it with connect(), and do this in onInit() rather than in the constructor',
  });
}

/** The families that a context has made so far, for what shows them. */
export function familiesOf(context: object): readonly ContainerFamily<unknown, unknown>[] {
  return findLife(context)?.families ?? [];
}
