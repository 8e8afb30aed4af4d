import { readFileSync } from 'node:fs';

/** A TypeScript block of a page: a separate program. */
export interface CodeBlock {
  readonly page: string;
  /** The line of the page on which the code begins. */
  readonly line: number;
  readonly code: string;
  /** Why it is not run, only type-checked: what stands after `ts no-run`. */
  readonly notRun: string | undefined;
  /** What it prints: the `text` block that follows at once. */
  readonly output: string | undefined;
}

/** All blocks marked `ts` of a page in Markdown, in order. */
export function codeBlocks(page: string): readonly CodeBlock[] {
  const text = readFileSync(page, 'utf8');
  const pattern = /^```ts(?: no-run:? ?(.*))?\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```)?/gm;
  return [...text.matchAll(pattern)].map((match) => ({
    page,
    line: text.slice(0, match.index).split('\n').length + 1,
    code: match[2] ?? '',
    notRun: match[1],
    output: match[3]?.trimEnd(),
  }));
}
