import { isDocktopusError } from './docktopus-error.ts';

/** It has an anchor for each code of these packages. */
const ERRORS_PAGE = 'https://github.com/docktopus/docktopus-ts/blob/main/docs/errors.md';

/** What the codes of these packages begin with; an author's own codes are not on that page. */
const SUBJECTS: ReadonlySet<string> = new Set(
  `aborted timeout engine container exec port name image registry network volume disk path archive spec policy dockerfile
   compose config context inject family pool job runner producer service consumer lease queue dashboard
   blueprint gc wait no-plan not-confirmed`.split(/\s+/),
);

/** Where a person reads what a code means and what to do: of a code, or of the first error among causes and parts that has one. */
export function helpLink(of: unknown): string | undefined {
  const code = typeof of === 'string' ? of : codeIn(of, new Set());
  return code !== undefined && isOurs(code) ? `${ERRORS_PAGE}#${code}` : undefined;
}

function codeIn(error: unknown, seen: Set<unknown>): string | undefined {
  if (!(error instanceof Error) || seen.has(error)) return undefined;
  seen.add(error);
  if (isDocktopusError(error) && isOurs(error.code)) return error.code;
  const below = [...(error instanceof AggregateError ? error.errors : []), error.cause];
  for (const each of below) {
    const code = codeIn(each, seen);
    if (code !== undefined) return code;
  }
  return undefined;
}

function isOurs(code: string): boolean {
  return SUBJECTS.has(code.split('.', 1)[0] ?? '');
}
