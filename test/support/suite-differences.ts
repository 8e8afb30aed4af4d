/**
 * Tests that do not hold on an engine, by `'<file> > <full name of the test>'`, or by the file alone for all of it.
 * A text is the reason why the test fails there, which it has to: a difference that is gone is a failure as well.
 */
export type SuiteDifferences = Readonly<Record<string, SuiteDifference>>;

export type SuiteDifference =
  | string
  /** It is not run, because it would hang or harm, or holds only sometimes. */
  | { readonly skip: string };

/** What is known about a test; what is said about its file goes for all of its tests. */
export function differenceOf(
  differences: SuiteDifferences,
  file: string,
  fullName: string,
): SuiteDifference | undefined {
  return differences[file] ?? differences[`${file} > ${fullName}`];
}
