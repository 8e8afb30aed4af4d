import { readFileSync } from 'node:fs';

/** The whole tsconfig that the README gives to copy. */
export function tsconfigOfReadme(): { readonly compilerOptions: Readonly<Record<string, unknown>> } {
  const [, text] =
    /^```json\n(\{\n {2}"compilerOptions"[\s\S]*?)^```$/m.exec(readFileSync('README.md', 'utf8')) ?? [];
  if (text === undefined) throw new Error('README.md has no block of JSON with compilerOptions');
  return JSON.parse(text);
}
