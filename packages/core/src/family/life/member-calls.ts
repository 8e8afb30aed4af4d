import { invalid } from '../../errors/index.ts';
import {
  CALL_OPTIONS,
  checkOptions,
  type OptionReaders,
  readAnyText,
  readFlag,
  readInteger,
  readList,
  readMilliseconds,
  readRecord,
  readWord,
} from '../../input/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import { FAMILY_STATES, type FamilyState } from '../cause/index.ts';
import type { MemberView } from './member-view.ts';

/** Options of `family.use()`. */
export interface UseOptions extends CallOptions {
  /** `false` wakes what there is, and makes nothing. @default true */
  readonly create?: boolean | undefined;
  /** The container that is wanted: any other is an error. @default any */
  readonly generation?: number | undefined;
  /**
   * For the whole wait, in milliseconds. The `signal` counts longer: when it aborts, the hold ends.
   * @default the family's `startTimeout`
   */
  readonly timeoutMs?: number | undefined;
}

/** Options of `family.stop()`. */
export interface StopMemberOptions extends CallOptions {
  /** How long its process has before it is killed, in milliseconds. @default the container's own */
  readonly graceMs?: number | undefined;
}

/** Options of `family.remove()`. */
export interface RemoveMemberOptions extends StopMemberOptions {
  /** Removes the volumes of the key, too. @default false */
  readonly volumes?: boolean | undefined;
}

/** Which members `family.list()` lists. */
export interface ListOptions {
  /** Those in one of these states. @default all but `absent` */
  readonly state?: FamilyState | readonly FamilyState[] | undefined;
  /** Those whose container has all of these labels. @default all */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** What `use` is called with beside the key: the data, where members have some, and options. */
export type UseArguments<Data> = [Data] extends [undefined]
  ? [options?: UseOptions]
  : [data?: Data | undefined, options?: UseOptions];

const USE_OPTIONS: OptionReaders<UseOptions> = {
  ...CALL_OPTIONS,
  create: readFlag,
  generation: readInteger(1),
};

export const STOP_MEMBER_OPTIONS: OptionReaders<StopMemberOptions> = {
  ...CALL_OPTIONS,
  graceMs: readMilliseconds(),
};

export const REMOVE_MEMBER_OPTIONS: OptionReaders<RemoveMemberOptions> = {
  ...STOP_MEMBER_OPTIONS,
  volumes: readFlag,
};

const readState = readWord(FAMILY_STATES);

const LIST_OPTIONS: OptionReaders<ListOptions> = {
  state: (value, problems) => (Array.isArray(value) ? readList(readState) : readState)(value, problems),
  labels: readRecord(readAnyText),
};

/** Whether `list` tells of a member. @throws DocktopusError `family.invalid` */
export function memberFilter(
  options: ListOptions,
  family: string,
): (view: Pick<MemberView<never>, 'state' | 'labels'>) => boolean {
  checkOptions(options, LIST_OPTIONS, 'family.list', family, 'family.invalid');
  const { state, labels = {} } = options;
  const states = state === undefined ? undefined : [state].flat();
  return (view) =>
    (states === undefined ? view.state !== 'absent' : states.includes(view.state)) &&
    Object.entries(labels).every(([name, value]) => view.labels[name] === value);
}

/** Tells data from options: where the definition takes data, the first argument after the key is that. */
export function useArguments(
  args: readonly unknown[],
  takesData: boolean,
  family: string,
): { readonly data: { readonly value: unknown } | undefined; readonly options: UseOptions } {
  const [first, second] = args;
  const onlyOptions = !takesData && args.length < 2;
  const options = ((onlyOptions ? first : second) ?? {}) as UseOptions;
  checkOptions(options, USE_OPTIONS, 'family.use', family, 'family.invalid');
  if (onlyOptions || first === undefined) return { data: undefined, options };
  if (takesData) return { data: { value: first }, options };
  const because = 'the definition of the family takes none';
  const hint = 'give it a second parameter without a default, or the family the option data';
  const issue = { path: 'data', got: 'some', expected: 'undefined', because, hint };
  throw invalid('family.invalid', 'family.use', [issue], family);
}
