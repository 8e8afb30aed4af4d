import { isSpace, trimStart } from '../text/index.ts';
import { DockerfileProblem } from './dockerfile-problem.ts';

/** An instruction's arguments, and whether they were written as a JSON list. */
export interface InstructionArguments {
  readonly args: readonly string[];
  readonly json: boolean;
}

const NONE: InstructionArguments = { args: [], json: false };
const BLANKS = /[\t\v\f\r ]+/;

/** How each instruction's text is taken apart; `ONBUILD` holds an instruction and is read apart. */
const READERS: Readonly<
  Record<string, (rest: string, keyword: string, escapeCharacter: string) => InstructionArguments>
> = {
  add: jsonOrList,
  arg: words,
  cmd: jsonOrText,
  copy: jsonOrList,
  entrypoint: jsonOrText,
  env: namesAndValues,
  expose: list,
  from: list,
  healthcheck: kindAndCommand,
  label: namesAndValues,
  maintainer: text,
  run: jsonOrText,
  shell: jsonOrText,
  stopsignal: text,
  user: text,
  volume: jsonOrList,
  workdir: text,
};

/** @throws DockerfileProblem when the text does not fit the instruction. */
export function readArguments(keyword: string, rest: string, escapeCharacter: string): InstructionArguments {
  // One that is unknown here is refused where instructions get their meaning.
  return READERS[keyword.toLowerCase()]?.(rest, keyword, escapeCharacter) ?? NONE;
}

/** A JSON list of texts; nothing when it is no JSON list. */
export function parseJsonList(rest: string): readonly string[] | undefined {
  const json = trimStart(rest);
  if (!json.startsWith('[')) return undefined;
  let items: unknown;
  try {
    items = JSON.parse(json);
  } catch {
    // A shell line may begin with a bracket, too.
    return undefined;
  }
  if (!Array.isArray(items)) return undefined;
  if (!items.every((item) => typeof item === 'string')) {
    throw new DockerfileProblem('a list in JSON may hold texts only');
  }
  return items;
}

/** Words as they are written, quotes and escapes included. */
export function splitWords(rest: string, escapeCharacter: string): readonly string[] {
  const found: string[] = [];
  const characters = [...rest];
  let word = '';
  let quote: string | undefined;
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at]!;
    if (quote === undefined && isSpace(character)) {
      if (word !== '') found.push(word);
      word = '';
      continue;
    }
    if (character === escapeCharacter && quote !== "'") {
      // At the very end, the escape has nothing to escape and is dropped.
      if (at + 1 < characters.length) word += character + characters[++at];
      continue;
    }
    if (quote === character) quote = undefined;
    else if (quote === undefined && (character === '"' || character === "'")) quote = character;
    word += character;
  }
  if (word !== '') found.push(word);
  return found;
}

function text(rest: string): InstructionArguments {
  return rest === '' ? NONE : { args: [rest], json: false };
}

function list(rest: string): InstructionArguments {
  return rest === '' ? NONE : { args: rest.split(BLANKS), json: false };
}

function words(rest: string, _keyword: string, escapeCharacter: string): InstructionArguments {
  return { args: splitWords(rest, escapeCharacter), json: false };
}

function jsonOrText(rest: string): InstructionArguments {
  const items = parseJsonList(rest);
  return items === undefined ? text(rest) : { args: items, json: true };
}

function jsonOrList(rest: string): InstructionArguments {
  const items = parseJsonList(rest);
  return items === undefined ? list(rest) : { args: items, json: true };
}

/** `HEALTHCHECK CMD …`: the kind, then the command. */
function kindAndCommand(rest: string): InstructionArguments {
  if (rest === '') return NONE;
  const end = [...rest].findIndex((character) => isSpace(character));
  if (end === -1) return { args: [rest], json: false };
  const { args, json } = jsonOrText(trimStart(rest.slice(end)));
  return { args: [rest.slice(0, end), ...args], json };
}

/** `NAME=value …`, or the older `NAME value`: name, value and `=` or nothing, for each. */
function namesAndValues(rest: string, keyword: string, escapeCharacter: string): InstructionArguments {
  const found = splitWords(rest, escapeCharacter);
  const [first] = found;
  if (first === undefined) return NONE;
  if (!first.includes('=')) {
    const [, name, value] = /^([^\t\v\f\r ]*)[\t\v\f\r ]+([\s\S]*)$/.exec(rest) ?? [];
    if (name === undefined || value === undefined) {
      throw new DockerfileProblem(
        `${keyword.toUpperCase()} needs a value; write ${keyword.toUpperCase()} name=value`,
      );
    }
    return { args: [name, value, ''], json: false };
  }
  const args = found.flatMap((word) => {
    const equals = word.indexOf('=');
    if (equals === -1) throw new DockerfileProblem(`${JSON.stringify(word)} has no '='; write name=value`);
    return [word.slice(0, equals), word.slice(equals + 1), '='];
  });
  return { args, json: false };
}
