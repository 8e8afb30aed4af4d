/** The body of every answer that is not a success. */
export interface ApiProblem {
  readonly v: 1;
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string };
}
