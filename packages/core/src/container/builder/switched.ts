/**
 * The argument of a switch: `init()` is on, and `init(undefined)` is a mistake that is reported, where a default
 * parameter would switch it on.
 */
export function switched(given: readonly [on?: boolean]): boolean | undefined {
  return given.length === 0 ? true : given[0];
}
