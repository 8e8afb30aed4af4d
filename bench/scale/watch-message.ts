/** A request of the measuring program to a watching process. */
export type Request =
  /** Have so many containers running, or know so many. */
  { readonly grow: number };

/** An answer of the watching process. */
export type Answer =
  | { readonly grown: readonly string[] }
  /** An end was known at `atMs`, by {@link nowMs}. */
  | { readonly ended: string; readonly atMs: number };

/** A clock that all processes of a machine share. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
