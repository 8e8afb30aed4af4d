import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A text that a reader or a check says of a problem, as its source has it. */
export interface ProblemText {
  readonly file: string;
  /** What of it is always the same: a template is cut where it is filled in. */
  readonly parts: readonly string[];
}

const STRING = String.raw`'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\x60(?:[^\x60\\]|\\.)*\x60`;
/** The arguments before the text, with calls and objects among them. */
const ARGUMENT = String.raw`(?:[^(){},]|\((?:[^()]|\([^()]*\))*\)|\{[^{}]*\})*`;

const PATTERNS = [
  String.raw`\brefused\(\s*(${STRING})`,
  String.raw`\brefuseSecret\(\s*(${STRING})`,
  String.raw`\b(?:refuse|report)\(${ARGUMENT},\s*(${STRING})`,
  String.raw`\bexpected(?::| =)\s*(${STRING})`,
  String.raw`\bconst [A-Z_]*EXPECTED[A-Z_]*(?:: \w+)? =\s*(${STRING})`,
].map((pattern) => new RegExp(pattern, 'g'));

const BESIDE = new RegExp(String.raw`\b(?:because|hint):\s*(${STRING})`, 'g');

/** The texts of all problems ({@link Issue}) that the sources below `folder` write down. */
export function problemTexts(folder: string): readonly ProblemText[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.(?:test|fixture))\.ts$/.test(file))
    .flatMap((file) => textsIn(readFileSync(join(folder, file), 'utf8')).map((parts) => ({ file, parts })));
}

function textsIn(source: string): readonly (readonly string[])[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const said = PATTERNS.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1] ?? ''));
  const beside = [...code.matchAll(BESIDE)]
    .filter((match) => isOfIssue(code, match.index))
    .map((match) => match[1] ?? '');
  return [...new Set([...said, ...beside])].map(partsOf).filter((parts) => parts.length > 0);
}

/** Whether the object around this place is a problem, and not the facts of an error: those have a reason. */
function isOfIssue(code: string, index: number): boolean {
  let depth = 0;
  let start = index;
  for (; start > 0 && depth >= 0; start -= 1) {
    if (code[start] === '}') depth += 1;
    if (code[start] === '{') depth -= 1;
  }
  depth = 0;
  let end = start + 1;
  do {
    if (code[end] === '{') depth += 1;
    if (code[end] === '}') depth -= 1;
    end += 1;
  } while (depth > 0 && end < code.length);
  return !/\breason\b/.test(code.slice(start, end));
}

function partsOf(literal: string): readonly string[] {
  const text = literal.slice(1, -1).replaceAll(/\\(.)/g, '$1');
  const parts = literal.startsWith('`') ? text.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/) : [text];
  // A word or two would be found anywhere; a template inside of a template is cut off.
  return parts.map((part) => part.trim()).filter((part) => part.length > 3 && !part.includes('${'));
}

/** What the tests below `folder` say. */
export function testsBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?:\.test|rows)\.ts$/.test(file) && !file.includes('node_modules'))
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll("\\'", "'"))
    .join('\n');
}
