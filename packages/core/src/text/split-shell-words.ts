/** The words of a command line, or why it is none. */
export type ShellWords =
  | {
      readonly ok: true;
      readonly words: readonly string[];
      /** Where the command ends before the line does: at `;`, `&`, `|`, `<` or `>`, which only a shell understands. */
      readonly endsAt?: number;
    }
  | { readonly ok: false; readonly problem: string };

/**
 * Splits a command line as Compose does for `command` and `entrypoint`: quotes, `\` escapes (`\t` and `\n` included),
 * backquotes and `$(…)` kept as they are. Nothing is expanded or run.
 */
export function splitShellWords(line: string): ShellWords {
  const words: string[] = [];
  let word = '';
  let inWord = false;
  let escaped = false;
  let region: '"' | "'" | '`' | '$(' | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!;
    const isCommand = region === '`' || region === '$(';
    if (escaped) {
      escaped = false;
      word += isCommand ? `\\${character}` : character === 't' ? '\t' : character === 'n' ? '\n' : character;
      inWord = true;
    } else if (character === '\\' && region !== "'") {
      escaped = true;
    } else if (character === '\\') {
      word += character;
    } else if (' \t\r\n'.includes(character)) {
      if (region !== undefined) word += character;
      else if (inWord) {
        words.push(word);
        word = '';
        inWord = false;
      }
    } else if ((character === '"' || character === "'") && (region === undefined || region === character)) {
      // An opened quote makes no word yet: its closing does.
      if (region === character) inWord = true;
      region = region === character ? undefined : character;
    } else if (character === '`' && (region === undefined || region === '`')) {
      region = region === '`' ? undefined : '`';
      word += character;
      inWord = true;
    } else if (character === ')' && (region === undefined || region === '$(')) {
      if (region === undefined) return { ok: false, problem: "')' closes nothing; quote it" };
      region = undefined;
      word += character;
      inWord = true;
    } else if (character === '(' && (region === undefined || region === '$(')) {
      if (region !== undefined || !word.endsWith('$') || word.endsWith('\\$')) {
        return { ok: false, problem: "'(' has no meaning outside of quotes; quote it" };
      }
      region = '$(';
      word += character;
    } else if (';&|<>'.includes(character) && region === undefined) {
      // `2>` belongs to the redirection.
      if (character === '>' && /^\d+$/.test(word)) inWord = false;
      if (inWord) words.push(word);
      return { ok: true, words, endsAt: at };
    } else {
      word += character;
      inWord = true;
    }
  }
  if (escaped) return { ok: false, problem: "a '\\' at the end escapes nothing" };
  if (region !== undefined)
    return { ok: false, problem: `${region === '$(' ? "'$('" : region} is never closed` };
  if (inWord) words.push(word);
  return { ok: true, words };
}
