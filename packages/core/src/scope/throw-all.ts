/**
 * Throws the only failure as it is, and several as one `AggregateError` with the first as its cause. Does nothing when
 * there is none.
 */
export function throwAll(failures: readonly unknown[], message: string): void {
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw allErrors(message, failures);
}

/** An `AggregateError` of all `errors`, the first of them as its cause. */
export function allErrors(message: string, errors: readonly unknown[]): AggregateError {
  return new AggregateError(errors, message, { cause: errors[0] });
}
