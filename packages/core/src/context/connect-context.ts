import type { Constructor } from '../di/index.ts';
import {
  asGiven,
  CALL_OPTIONS,
  checkOptions,
  type OptionReaders,
  type Reader,
  readAnyText,
  readFields,
  readFunction,
  readHaving,
  readList,
  readObject,
  readThing,
  readWord,
} from '../input/index.ts';
import { isRecord } from '../json/index.ts';
import type { AuthoredContext } from './authored-context.ts';
import type { ConnectOptions, ContextOverrides } from './connect-options.ts';

const readProvider: Reader<readonly unknown[]> = (value, problems) =>
  Array.isArray(value) && value.length === 2 && isRecord(value[1])
    ? value
    : problems.refuse(value, 'a list of a token and its provider, such as [Clock, { useValue: clock }]');

const OPTIONS: OptionReaders<ConnectOptions> = {
  ...CALL_OPTIONS,
  injector: readHaving('an Injector', 'has', 'provide', 'resolve'),
  docker: readThing('the client that connectDocker() returns', (value) => 'engine' in value),
  endpoint: readAnyText,
  transport: readHaving('a transport, such as a FakeEngine', 'request', 'close'),
  policy: asGiven,
  config: readObject,
  configSources: readObject,
  onStandby: readFunction,
  beforeStart: readFunction,
  overrides: readFields<ContextOverrides>({
    containers: readObject as Reader<NonNullable<ContextOverrides['containers']>>,
    config: readObject as Reader<NonNullable<ContextOverrides['config']>>,
    providers: readList(readProvider) as Reader<NonNullable<ContextOverrides['providers']>>,
  }),
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
