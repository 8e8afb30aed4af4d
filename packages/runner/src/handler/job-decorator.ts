import { type BlueprintEnvironment, DocktopusError } from '@docktopus/core';
import { type Constructor, InheritedMarks, requireLegacyDecorators } from '@docktopus/core/kit';
import { checkedJobId, type JobId } from '../job/index.ts';
import type { JobOptions, OptionsFromSettings } from '../router/index.ts';

/** Options of `@job`. */
export interface MethodJobOptions extends JobOptions {
  /**
   * `'shared'`: one instance of the class per runner. `'per-call'`: one per call, constructed in the call's scope and
   * disposed with it.
   * @default 'shared'
   */
  readonly instance?: 'shared' | 'per-call' | undefined;
}

/** A method that was marked with {@link job}. */
export interface JobMark {
  readonly id: JobId;
  readonly method: string | symbol;
  readonly options: MethodJobOptions | OptionsFromSettings;
}

/** A method may be several jobs. */
const marks = new InheritedMarks<string | symbol, readonly JobMark[]>();

/**
 * Makes a method of an injectable class a job. Equivalent to `router.route(id, …)` with a function that calls the
 * method with what its parameters are marked with. Options may be a function of the settings.
 *
 * @throws DocktopusError `job.invalid` on a static method and for an id that cannot be one.
 */
export function job<Env extends BlueprintEnvironment>(
  id: JobId,
  options: MethodJobOptions | OptionsFromSettings<Env> = {},
): MethodDecorator {
  const checked = checkedJobId(id);
  return (prototype, method) => {
    // A standard decorator gets a description of the method in the place of its name.
    requireLegacyDecorators(typeof method === 'object' ? undefined : prototype, '@job');
    if (typeof prototype === 'function') {
      throw new DocktopusError('job.invalid', {
        operation: '@job',
        subject: `${prototype.name}.${String(method)}`,
        reason: 'a static method has no instance to inject into',
        hint: 'Make it an instance method, or add it with router.route(id, handler)',
      });
    }
    const earlier = marks.ownOf(prototype, method) ?? [];
    marks.set(prototype, method, [...earlier, { id: checked, method, options }]);
  };
}

/** The jobs of a class and its parents, parents first; a method that a subclass marks again replaces its parent's jobs. */
export function jobMarks(type: Constructor): readonly JobMark[] {
  return [...marks.of(type).values()].flat();
}
