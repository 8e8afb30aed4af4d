/** One line of a `.dockerignore`, compiled. */
export interface IgnorePattern {
  /** `!pattern`: takes back what earlier patterns ignored. */
  readonly exception: boolean;
  /** Whether a path itself, without its parents, fits. */
  fits(path: string): boolean;
  /** What every path that fits begins with. */
  readonly literalStart: string;
}

/** The parts of a pattern, as Docker (Go's `filepath.Match` and `**` on top) tells them apart. */
type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'star' | 'any' | 'one' }
  | { readonly kind: 'class'; readonly source: string };

/** Compiles a cleaned pattern; `undefined` when its brackets or backslashes are malformed. */
export function compileIgnorePattern(pattern: string, exception: boolean): IgnorePattern | undefined {
  const tokens = tokenize(pattern);
  if (tokens === undefined) return undefined;
  const [first] = tokens;
  return { exception, fits: matcherOf(tokens), literalStart: first?.kind === 'text' ? first.text : '' };
}

/**
 * Three forms are not what their regular expression would be, which is Docker's own behaviour: `**` with text behind it
 * fits every path that ends so (`**.log` fits `my.log`), and `text/**` everything below.
 */
function matcherOf(tokens: readonly Token[]): (path: string) => boolean {
  const [first, second] = tokens;
  if (first === undefined) return () => false;
  if (tokens.length === 1 && first.kind === 'text') return (path) => path === first.text;
  if (tokens.length === 1 && first.kind === 'any') return () => true;
  if (tokens.length === 2 && first.kind === 'any' && second?.kind === 'text') {
    return (path) => path.endsWith(second.text) || `/${path}` === second.text;
  }
  if (tokens.length === 2 && first.kind === 'text' && second?.kind === 'any') {
    return (path) => path.startsWith(first.text);
  }
  const expression = new RegExp(`^${sourceOf(tokens)}$`, 'u');
  return (path) => expression.test(path);
}

function sourceOf(tokens: readonly Token[]): string {
  return tokens
    .map((token, position) => {
      if (token.kind === 'text')
        return withoutSlashAfterAny(token.text, tokens[position - 1]).replace(
          /[\\^$.*+?()[\]{}|/-]/g,
          '\\$&',
        );
      if (token.kind === 'class') return token.source;
      if (token.kind === 'star') return '[^/]*';
      if (token.kind === 'one') return '[^/]';
      return position === tokens.length - 1 ? '[^]*' : '(?:[^]*/)?';
    })
    .join('');
}

/** `**` takes the slash behind it along. */
function withoutSlashAfterAny(text: string, before: Token | undefined): string {
  return before?.kind === 'any' && text.startsWith('/') ? text.slice(1) : text;
}

function tokenize(pattern: string): readonly Token[] | undefined {
  const characters = [...pattern];
  const tokens: Token[] = [];
  for (let at = 0; at < characters.length; ) {
    const character = characters[at]!;
    if (character === '*') {
      const double = characters[at + 1] === '*';
      tokens.push({ kind: double ? 'any' : 'star' });
      at += double ? 2 : 1;
    } else if (character === '?') {
      tokens.push({ kind: 'one' });
      at += 1;
    } else if (character === '[') {
      const found = readClass(characters, at + 1);
      if (found === undefined) return undefined;
      tokens.push({ kind: 'class', source: found.source });
      at = found.end;
    } else {
      const escaped = character === '\\';
      const text = escaped ? characters[at + 1] : character;
      if (text === undefined) return undefined;
      pushText(tokens, text);
      at += escaped ? 2 : 1;
    }
  }
  return tokens;
}

function pushText(tokens: Token[], text: string): void {
  const last = tokens.at(-1);
  if (last?.kind === 'text') tokens[tokens.length - 1] = { kind: 'text', text: last.text + text };
  else tokens.push({ kind: 'text', text });
}

/** The characters of a class from behind its `[`; `undefined` when it is malformed as Go sees it. */
function readClass(
  characters: readonly string[],
  start: number,
): { readonly source: string; readonly end: number } | undefined {
  const negated = characters[start] === '^';
  const ranges: string[] = [];
  let at = negated ? start + 1 : start;
  const next = (): string | undefined => {
    const character = characters[at];
    if (character === undefined || character === '-' || character === ']') return undefined;
    at += character === '\\' ? 2 : 1;
    return character === '\\' ? characters[at - 1] : character;
  };
  while (characters[at] !== ']' || ranges.length === 0) {
    const low = next();
    if (low === undefined) return undefined;
    let high: string | undefined = low;
    if (characters[at] === '-') {
      at += 1;
      high = next();
    }
    if (high === undefined || high.codePointAt(0)! < low.codePointAt(0)!) return undefined;
    ranges.push(`${codePoint(low)}-${codePoint(high)}`);
  }
  return { source: `[${negated ? '^/' : ''}${ranges.join('')}]`, end: at + 1 };
}

function codePoint(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
