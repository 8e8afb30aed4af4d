import { trim, trimStart } from '../text/index.ts';
import { DirectiveReader } from './directives.ts';
import { DockerfileProblem } from './dockerfile-problem.ts';
import { type Heredoc, heredocsIn } from './heredoc.ts';
import { readArguments } from './read-arguments.ts';
import { splitInstruction } from './split-instruction.ts';

/** One instruction as it is written, continuation lines joined. */
export interface DockerfileNode {
  /** As written: `FROM`, `from`. */
  readonly keyword: string;
  /** With their dashes and values: `--from=build`. */
  readonly flags: readonly string[];
  readonly args: readonly string[];
  /** Whether the arguments were written as a JSON list. */
  readonly json: boolean;
  /** The instruction of an `ONBUILD`. */
  readonly trigger?: DockerfileNode;
  readonly heredocs: readonly Heredoc[];
  /** The comment lines above it. */
  readonly comments: readonly string[];
  readonly original: string;
  /** Counted from 1. */
  readonly startLine: number;
  readonly endLine: number;
}

export interface DockerfileTree {
  readonly nodes: readonly DockerfileNode[];
  /** The escape character: `\` unless a directive says otherwise. */
  readonly escape: string;
  readonly warnings: readonly string[];
}

/** A {@link DockerfileProblem} with the line where it is. */
export class DockerfileLineProblem extends DockerfileProblem {
  readonly line: number;

  constructor(line: number, problem: string) {
    super(problem);
    this.line = line;
  }
}

const WITH_HEREDOCS = new Set(['run', 'copy', 'add']);

/**
 * Takes a Dockerfile apart into instructions, as BuildKit's parser does.
 *
 * @throws DockerfileLineProblem
 */
export function parseDockerfile(text: string): DockerfileTree {
  return new DockerfileParser(text).parse();
}

class DockerfileParser {
  readonly #lines: readonly string[];
  readonly #directives = new DirectiveReader();
  readonly #nodes: DockerfileNode[] = [];
  readonly #warnings: string[] = [];
  #comments: string[] = [];
  #escape = '\\';
  /** How many lines are read; the number of the current one. */
  #line = 0;

  constructor(text: string) {
    const lines = text.replace(/^\uFEFF/, '').split('\n');
    if (lines.at(-1) === '') lines.pop();
    this.#lines = lines;
  }

  parse(): DockerfileTree {
    while (this.#line < this.#lines.length) {
      const startLine = this.#line + 1;
      try {
        this.#readStatement(startLine);
      } catch (error) {
        if (!(error instanceof DockerfileProblem)) throw error;
        throw new DockerfileLineProblem(startLine, error.message);
      }
    }
    if (this.#nodes.length === 0)
      throw new DockerfileLineProblem(1, 'the file has no instruction; begin with FROM');
    return { nodes: this.#nodes, escape: this.#escape, warnings: this.#warnings };
  }

  #readStatement(startLine: number): void {
    const line = this.#nextLine();
    const raw = trimStart(line);
    const directive = this.#directives.read(raw);
    if (directive !== undefined) {
      if (directive.name === 'escape') this.#setEscape(directive.value);
      return;
    }
    if (raw.startsWith('#')) {
      this.#addComment(line);
      return;
    }
    let { text, continues } = this.#withoutContinuation(raw);
    if (!continues && text === '') return;
    let hasEmptyLine = false;
    while (continues && this.#line < this.#lines.length) {
      const next = this.#nextLine();
      const body = trimStart(next);
      if (body.startsWith('#')) continue;
      if (body === '') hasEmptyLine = true;
      else {
        const more = this.#withoutContinuation(next);
        text += more.text;
        continues = more.continues;
      }
    }
    if (hasEmptyLine) this.#warnings.push(`Empty continuation line found in: ${text}`);
    const node = this.#node(text, startLine, this.#comments);
    const heredocs = this.#readHeredocs(node, text);
    this.#nodes.push({ ...node, heredocs, endLine: this.#line });
    this.#comments = [];
  }

  #node(line: string, startLine: number, comments: readonly string[]): DockerfileNode {
    const { keyword, flags, rest } = splitInstruction(line);
    const isTrigger = keyword.toLowerCase() === 'onbuild' && rest !== '';
    const trigger = isTrigger ? this.#node(rest, startLine, []) : undefined;
    const { args, json } = trigger === undefined ? readArguments(keyword, rest, this.#escape) : TRIGGERED;
    return {
      keyword,
      flags,
      args,
      json,
      ...(trigger === undefined ? {} : { trigger }),
      heredocs: [],
      comments,
      original: line,
      startLine,
      endLine: startLine,
    };
  }

  #readHeredocs(node: DockerfileNode, line: string): readonly Heredoc[] {
    const holder = node.trigger ?? node;
    if (!WITH_HEREDOCS.has(holder.keyword.toLowerCase()) || holder.json || !line.includes('<<')) return [];
    return heredocsIn(line).map((heredoc) => ({ ...heredoc, content: this.#readContent(heredoc) }));
  }

  #readContent(heredoc: Heredoc): string {
    const content: string[] = [];
    while (this.#line < this.#lines.length) {
      const line = this.#lines[this.#line++]!;
      const end = line.replace(/[\r\n]+$/, '');
      if ((heredoc.chomp ? end.replace(/^\t+/, '') : end) === heredoc.name) return content.join('');
      content.push(`${line}\n`);
    }
    throw new DockerfileProblem(
      `the heredoc ${heredoc.name} is never closed; end it with a line ${heredoc.name}`,
    );
  }

  #nextLine(): string {
    return this.#lines[this.#line++]!.replace(/\r+$/, '');
  }

  #addComment(line: string): void {
    const comment = trim(line.slice(1));
    if (comment === '') this.#comments = [];
    else this.#comments.push(comment);
  }

  #setEscape(value: string): void {
    if (value !== '\\' && value !== '`')
      throw new DockerfileProblem(`the escape ${value} is neither \\ nor \``);
    this.#escape = value;
  }

  /** An escape at the end of the line joins it with the next, unless it is escaped itself. */
  #withoutContinuation(line: string): { text: string; continues: boolean } {
    let end = line.length;
    while (end > 0 && ' \t'.includes(line[end - 1]!)) end--;
    const continues =
      end > 0 && line[end - 1] === this.#escape && (end === 1 || line[end - 2] !== this.#escape);
    return { text: continues ? line.slice(0, end - 1) : line, continues };
  }
}

const TRIGGERED = { args: [], json: false } as const;
