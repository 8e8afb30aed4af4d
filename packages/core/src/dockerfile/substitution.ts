import { DockerfileProblem } from './dockerfile-problem.ts';
import { ShellPattern } from './shell-pattern.ts';

const MAX_DEPTH = 100;

/** A word as it is being read, which a substitution goes on with. */
interface WordReader {
  readonly variables: ReadonlyMap<string, string>;
  readonly options: { readonly keepUnset?: boolean };
  readonly unset: Set<string>;
  readonly peek: string | undefined;
  at: number;
  next(): string | undefined;
  /** Up to `stop`, which is taken and left out. */
  readTo(stop: string, keepEscapes: boolean, depth: number): { readonly text: string };
}

/** Reads `$NAME` or `${…}`, from its `$` on, and answers its value. */
export function substitute(reader: WordReader, depth: number): string {
  if (depth > MAX_DEPTH)
    throw new DockerfileProblem(`variables are nested more than ${MAX_DEPTH} levels deep`);
  reader.at++;
  if (reader.peek !== '{') {
    const name = readName(reader);
    if (name === '') return '$';
    return plainValue(reader, name, `$${name}`);
  }
  reader.at++;
  if (reader.peek === undefined) throw missing('}');
  if ('{}:'.includes(reader.peek)) throw new DockerfileProblem(`\${${reader.peek} is no substitution`);
  const name = readName(reader);
  const first = reader.next();
  if (first === '}') return plainValue(reader, name, `\${${name}}`);
  if (first === '/') return replaced(reader, name, depth);
  const operator = first === ':' ? `:${reader.next() ?? ''}` : (first ?? '');
  const kind = operator.at(-1) ?? '';
  if (!'+-?#%'.includes(kind) && first !== ':') throw unsupported(operator);
  const operand = readOperand(reader, '}', kind === '#' || kind === '%', depth);
  const value = reader.variables.get(name);
  if (value === undefined && reader.options.keepUnset) return `\${${name}${operator}${operand}}`;
  return apply(name, operator, operand, value);
}

function plainValue(reader: WordReader, name: string, written: string): string {
  const value = reader.variables.get(name);
  if (value !== undefined) return value;
  reader.unset.add(name);
  return reader.options.keepUnset ? written : '';
}

function apply(name: string, operator: string, operand: string, value: string | undefined): string {
  const has = value !== undefined && (value !== '' || !operator.startsWith(':'));
  switch (operator) {
    case '-':
    case ':-':
      return has ? value : operand;
    case '+':
    case ':+':
      return has ? operand : '';
    case '?':
    case ':?':
      if (has) return value;
      throw new DockerfileProblem(
        `${name}: ${operand || `must not be ${value === undefined ? 'unset' : 'empty'}`}`,
      );
    case '#':
      return trimmed(operand, '#', value ?? '');
    case '%':
      return trimmed(operand, '%', value ?? '');
    default:
      throw unsupported(operator);
  }
}

/** `${NAME#pattern}` cuts the shortest match off the front, `##` the longest; `%` and `%%` do it at the end. */
function trimmed(operand: string, side: '#' | '%', value: string): string {
  const longest = operand.startsWith(side);
  const pattern = patternOf(longest ? operand.slice(1) : operand);
  const characters = [...value];
  if (side === '#') return characters.slice(pattern.matchAt(characters, 0, longest) ?? 0).join('');
  const end = pattern.reversed().matchAt(characters.toReversed(), 0, longest) ?? 0;
  return characters.slice(0, characters.length - end).join('');
}

/** `${NAME/pattern/replacement}` replaces the first match, `${NAME//pattern/replacement}` each. */
function replaced(reader: WordReader, name: string, depth: number): string {
  const all = reader.peek === '/';
  if (all) reader.at++;
  const pattern = readOperand(reader, '/', true, depth);
  const replacement = readOperand(reader, '}', true, depth);
  const value = reader.variables.get(name);
  if (value === undefined && reader.options.keepUnset) return `\${${name}/${pattern}/${replacement}}`;
  return replaceMatches(patternOf(pattern), [...(value ?? '')], replacement, all);
}

function replaceMatches(
  pattern: ShellPattern,
  text: readonly string[],
  replacement: string,
  all: boolean,
): string {
  let result = '';
  let lastEnd = -1;
  for (let at = 0; at <= text.length; ) {
    const end = pattern.matchAt(text, at, true);
    // Right behind a match, an empty one does not count.
    if (end === undefined || (end === at && at === lastEnd)) {
      result += text[at++] ?? '';
      continue;
    }
    result += replacement;
    if (!all) return result + text.slice(end).join('');
    lastEnd = end;
    if (end === at) result += text[at++] ?? '';
    else at = end;
  }
  return result;
}

function patternOf(text: string): ShellPattern {
  const pattern = ShellPattern.parse(text);
  if (pattern === undefined)
    throw new DockerfileProblem(`the pattern ${text} escapes a character that needs none`);
  return pattern;
}

function readOperand(reader: WordReader, stop: string, keepEscapes: boolean, depth: number): string {
  try {
    return reader.readTo(stop, keepEscapes, depth + 1).text;
  } catch (error) {
    if (error instanceof DockerfileProblem && reader.peek === undefined) throw missing(stop);
    throw error;
  }
}

/** Letters, digits and `_`; a number, or one of the shell's own parameters, is a whole name. */
function readName(reader: WordReader): string {
  const first = reader.peek;
  if (first !== undefined && /[@*#?\-$!]/.test(first)) {
    reader.at++;
    return first;
  }
  const digitsOnly = first !== undefined && /\p{Nd}/u.test(first);
  const belongs = digitsOnly ? /\p{Nd}/u : /[\p{L}\p{Nd}_]/u;
  let name = '';
  while (reader.peek !== undefined && belongs.test(reader.peek)) name += reader.next();
  return name;
}

function missing(brace: string): DockerfileProblem {
  return new DockerfileProblem(`a \${ without its ${brace}`);
}

function unsupported(operator: string): DockerfileProblem {
  return new DockerfileProblem(`the modifier ${operator} of a \${…} is not supported`);
}
