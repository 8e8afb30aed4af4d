/** What went wrong, in one line that is fit to be shown. */
export function failureText(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
