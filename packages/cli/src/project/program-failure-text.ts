import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeError, isDocktopusError } from '@docktopus/core';

const OURS = dirname(fileURLToPath(import.meta.url));
const FRAME = /^\s+at /;
/** Where the code of Node and of the loader is. */
const NOT_OF_THE_PROGRAM = /\bnode:|[\\/]node_modules[\\/](tsx|esbuild)[\\/]|[\\/]tsx@[^\\/]+[\\/]/;
const LOADING = /^(SyntaxError\b|TransformError\b|Error \[TransformError\])/;

export interface ProgramFailureText {
  readonly text: string;
  /** Whether there is more that only Node can print: where a syntax error is. */
  readonly more: boolean;
}

/**
 * Why a program cannot be loaded, or with which error it failed.
 *
 * @param stacks with all frames, those of Node and the loader included.
 */
export function programFailureText(error: unknown, path: string, stacks: boolean): ProgramFailureText {
  const file = relative(process.cwd(), path);
  if (!(error instanceof Error)) {
    const threw = `error ${file} threw ${describeError(error)}`;
    return { text: `${threw}\nThrow an Error instead: it says where it comes from`, more: false };
  }
  if (isDocktopusError(error) && !stacks)
    return { text: `error ${file} failed\n${describeError(error, { help: true })}`, more: false };
  const all = describeError(error, { stacks: true }).split('\n');
  const own = all.filter((line) => line !== '' && !(FRAME.test(line) && isForeign(line)));
  const isLoading = isOfLoading(error, own);
  const more = isLoading && error instanceof SyntaxError && own.length === 1;
  const title = `error ${file} ${isLoading ? 'cannot be loaded' : 'failed'}`;
  const shown = more ? [] : stacks ? all : own;
  return { text: [title, ...shown, ...(isLoading ? advice(error) : [])].join('\n'), more };
}

function isOfLoading(error: Error, lines: readonly string[]): boolean {
  if (lines.some((line) => FRAME.test(line))) return false;
  const { code } = error as NodeJS.ErrnoException;
  return /MODULE|IMPORT|PACKAGE|EXTENSION/.test(code ?? '') || lines.some((line) => LOADING.test(line));
}

function isForeign(frame: string): boolean {
  return NOT_OF_THE_PROGRAM.test(frame) || frame.includes(OURS);
}

function advice({ message }: Error): readonly string[] {
  const missing = /^Cannot find package '([^']+)'/.exec(message)?.[1];
  if (missing !== undefined) return [`Install it: npm install ${missing}`];
  if (message.startsWith('Cannot find module'))
    return ['Correct the path of the import: there is no such file'];
  return message.includes('does not provide an export') ? ['Correct the name, or export it there'] : [];
}
