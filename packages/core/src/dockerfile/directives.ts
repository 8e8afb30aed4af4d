import { trimStart } from '../text/index.ts';
import { DockerfileProblem } from './dockerfile-problem.ts';

/** `# name=value` in front of the first instruction: `syntax`, `escape` or `check`. */
export interface Directive {
  readonly name: string;
  readonly value: string;
}

const KNOWN = new Set(['syntax', 'escape', 'check']);
const DIRECTIVE = /^([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/;

/** Reads line by line until one is no directive; from then on a comment is a comment. */
export class DirectiveReader {
  readonly #comment: string;
  readonly #seen = new Set<string>();
  #done = false;

  constructor(comment = '#') {
    this.#comment = comment;
  }

  /** @throws DockerfileProblem when a directive comes twice. */
  read(line: string): Directive | undefined {
    if (this.#done) return undefined;
    const body = line.startsWith(this.#comment) ? trimStart(line.slice(this.#comment.length)) : '';
    const [, name = '', value = ''] = DIRECTIVE.exec(body) ?? [];
    const known = name.toLowerCase();
    if (!KNOWN.has(known)) {
      this.#done = true;
      return undefined;
    }
    if (this.#seen.has(known)) throw new DockerfileProblem(`the directive ${known} is there twice`);
    this.#seen.add(known);
    return { name: known, value };
  }
}

/** The value of a directive of `text`, such as `check` or `escape`. */
export function findDirective(name: string, text: string, comment = '#'): string | undefined {
  const reader = new DirectiveReader(comment);
  for (const line of withoutShebang(text).split('\n')) {
    let directive: Directive | undefined;
    try {
      directive = reader.read(line.replace(/\r$/, ''));
    } catch {
      // Reading the whole file says so.
      return undefined;
    }
    if (directive === undefined) return undefined;
    if (directive.name === name) return directive.value;
  }
  return undefined;
}

/** The frontend that a file asks for, as `# syntax=`, `// syntax=` or the `syntax` of a JSON document. */
export function findSyntax(text: string): string | undefined {
  return findDirective('syntax', text) ?? findDirective('syntax', text, '//') ?? syntaxOfJson(text);
}

function syntaxOfJson(text: string): string | undefined {
  try {
    const { syntax } = JSON.parse(withoutShebang(text));
    return typeof syntax === 'string' ? syntax : undefined;
  } catch {
    // Not JSON, and so without a syntax.
    return undefined;
  }
}

function withoutShebang(text: string): string {
  const body = text.replace(/^\uFEFF/, '');
  if (!body.startsWith('#!')) return body;
  const end = body.indexOf('\n');
  return end === -1 ? '' : body.slice(end + 1);
}
