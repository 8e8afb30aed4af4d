import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Each reason and each hint of an error that the sources below `folder` write down, as `file: what is fixed of its text`. */
export function reasonTexts(
  folder: string,
): readonly { readonly file: string; readonly parts: readonly string[] }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.(?:test|fixture))\.ts$/.test(file))
    .flatMap((file) => textsIn(readFileSync(join(folder, file), 'utf8')).map((parts) => ({ file, parts })));
}

/** Where a text begins: a field or a variable of one of these names, or the message of a {@link CommandFailure}. */
const BEGINNINGS =
  /\b(?:reason|hint|because)(?:: string)?\s*(?::|=(?![=>]))|\b(?:[A-Z_]*HINT|REASONS?)\s*=|\bnew CommandFailure\(|\busageFailure\(/g;
const LITERALS = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\\n]|\\.)*`/g;

function textsIn(source: string): readonly (readonly string[])[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const literals = [...code.matchAll(BEGINNINGS)].flatMap(({ 0: found, index }) => [
    ...expressionAt(code, index + found.length, found.endsWith('(')).matchAll(LITERALS),
  ]);
  return [...new Set(literals.map(([literal]) => literal))].map(partsOf).filter((parts) => parts.length > 0);
}

/** The expression that begins at `start`; of a call, all of its arguments. */
function expressionAt(code: string, start: number, isCall: boolean): string {
  const literal = new RegExp(LITERALS, 'y');
  let depth = 0;
  for (let end = start; end < code.length; end += 1) {
    literal.lastIndex = end;
    const char = code[end] ?? '';
    if (literal.test(code)) end = literal.lastIndex - 1;
    else if ('([{'.includes(char)) depth += 1;
    else if (')]}'.includes(char) && depth === 0) return code.slice(start, end);
    else if (')]}'.includes(char)) depth -= 1;
    else if (depth === 0 && (char === ';' || (char === ',' && !isCall))) return code.slice(start, end);
  }
  return '';
}

/** A template is cut where it is filled in. Codes, names and single words would be found anywhere. */
function partsOf(literal: string): readonly string[] {
  const text = literal.slice(1, -1).replaceAll('\\n', '\n').replaceAll(/\\(.)/g, '$1');
  const parts = literal.startsWith('`') ? text.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/) : [text];
  return parts
    .map((part) => part.trim())
    .filter((part) => part.length > 3 && part.includes(' ') && !part.includes('${'));
}
