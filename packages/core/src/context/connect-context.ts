import type { Constructor } from '../di/index.ts';
import { asGiven, checkOptions, type OptionReaders, readWord } from '../input/index.ts';
import type { AuthoredContext } from './authored-context.ts';
import type { ConnectOptions } from './connect-options.ts';

const OPTIONS: OptionReaders<ConnectOptions> = {
  injector: asGiven,
  docker: asGiven,
  endpoint: asGiven,
  transport: asGiven,
  policy: asGiven,
  config: asGiven,
  configSources: asGiven,
  onStandby: asGiven,
  beforeStart: asGiven,
  overrides: asGiven,
  signal: asGiven,
  timeoutMs: asGiven,
  cleanup: readWord(['watcher', 'sweep', 'none']),
  single: (value, problems) =>
    typeof value === 'boolean' || value === 'standby'
      ? value
      : problems.refuse(value, "true, false or 'standby'"),
};

/**
 * Makes and connects a context of `type`; equivalent to `type.connect(options)`. What was begun is undone when a step
 * fails.
 *
 * @default timeoutMs 300_000, for everything until it is ready
 * @throws DocktopusError of the step that failed, or an `AggregateError` when undoing failed as well.
 */
export async function connectContext<T extends AuthoredContext>(
  type: Constructor<T>,
  options: ConnectOptions = {},
): Promise<T> {
  checkOptions(options, OPTIONS, 'context.connect', type.name, 'context.invalid');
  // Groups, families and ownership are loaded with the first context that connects.
  const { bringUpContext } = await import('./life/bring-up-context.ts');
  return await bringUpContext(type, options);
}
