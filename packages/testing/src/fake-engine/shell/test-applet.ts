import { normalise } from '../fake-files.ts';
import type { FakeProcess } from '../process/fake-program.ts';

/** `test` and `[`: files, texts, numbers and `!`. Returns 0 when it holds. */
export function test(process: FakeProcess, args: readonly string[]): number {
  const [first, second = '', third = ''] = args;
  if (first === '!') return test(process, args.slice(1)) === 0 ? 1 : 0;
  if (args.length === 0) return 1;
  if (args.length === 1) return Number(first === '');
  if (args.length === 2) return Number(!unary(process, first ?? '', second));
  return Number(!binary(first ?? '', second, third));
}

function unary(process: FakeProcess, operator: string, operand: string): boolean {
  if (operator === '-z') return operand === '';
  if (operator === '-n') return operand !== '';
  const entry = process.files.get(normalise(operand, process.cwd), operator !== '-L');
  switch (operator) {
    case '-e':
    case '-r':
    case '-w':
      return entry !== undefined;
    case '-f':
      return entry?.kind === 'file';
    case '-d':
      return entry?.kind === 'directory';
    case '-L':
      return entry?.kind === 'link';
    case '-x':
      return entry !== undefined && (entry.mode & 0o111) !== 0;
    case '-s':
      return entry?.kind === 'file' && entry.data.length > 0;
    default:
      return false;
  }
}

function binary(left: string, operator: string, right: string): boolean {
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '-eq':
      return Number(left) === Number(right);
    case '-ne':
      return Number(left) !== Number(right);
    case '-lt':
      return Number(left) < Number(right);
    case '-le':
      return Number(left) <= Number(right);
    case '-gt':
      return Number(left) > Number(right);
    case '-ge':
      return Number(left) >= Number(right);
    default:
      return false;
  }
}
