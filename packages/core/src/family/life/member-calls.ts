import { isRecord } from '../../json/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import type { FamilyState } from '../cause/index.ts';

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

export interface StopMemberOptions extends CallOptions {
  /** How long its process has before it is killed, in milliseconds. @default the container's own */
  readonly graceMs?: number | undefined;
}

export interface RemoveMemberOptions extends StopMemberOptions {
  /** Removes the volumes of the key, too. @default false */
  readonly volumes?: boolean | undefined;
}

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

const USE_OPTIONS = ['signal', 'timeoutMs', 'create', 'generation'];

/** Tells data from options: where the definition takes data, the first argument after the key is that. */
export function useArguments(
  args: readonly unknown[],
  takesData: boolean,
): { readonly data: { readonly value: unknown } | undefined; readonly options: UseOptions } {
  const [first, second] = args;
  if (!takesData && args.length < 2 && (first === undefined || isUseOptions(first))) {
    return { data: undefined, options: (first ?? {}) as UseOptions };
  }
  return { data: first === undefined ? undefined : { value: first }, options: (second ?? {}) as UseOptions };
}

function isUseOptions(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).every((key) => USE_OPTIONS.includes(key));
}
