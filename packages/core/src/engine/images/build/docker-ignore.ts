import { posix } from 'node:path';
import { type Issue, invalid, printable } from '../../../errors/index.ts';
import { compileIgnorePattern, type IgnorePattern } from './ignore-pattern.ts';

/** What a `.dockerignore` keeps out of a build. */
export class DockerIgnore {
  readonly #patterns: readonly IgnorePattern[];

  private constructor(patterns: readonly IgnorePattern[]) {
    this.#patterns = patterns;
  }

  /**
   * Reads the lines of a `.dockerignore`; `kept` are paths that it cannot ignore.
   *
   * @throws DocktopusError `spec.invalid` naming every line that is no pattern.
   */
  static parse(text: string, kept: readonly string[] = []): DockerIgnore {
    const issues: Issue[] = [];
    const patterns: IgnorePattern[] = [];
    for (const [index, line] of text
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)
      .entries()) {
      const { pattern, exception } = readLine(line);
      if (pattern === undefined) continue;
      const compiled = pattern === '' ? undefined : compileIgnorePattern(pattern, exception);
      if (compiled !== undefined) patterns.push(compiled);
      else
        issues.push({
          path: `.dockerignore:${index + 1}`,
          got: printable(line),
          expected: "a pattern that Go's filepath.Match takes",
        });
    }
    if (issues.length > 0) throw invalid('spec.invalid', 'images.build', issues);
    const ignore = new DockerIgnore(patterns);
    const exceptions = kept.filter((path) => ignore.ignores(path)).map((path) => literal(path));
    return new DockerIgnore([...patterns, ...exceptions]);
  }

  /** Whether `path`, relative and with slashes, stays out: the last pattern that fits it or a parent of it decides. */
  ignores(path: string): boolean {
    const segments = path.split('/');
    const paths = segments.map((_, position) => segments.slice(0, position + 1).join('/'));
    let ignored = false;
    for (const pattern of this.#patterns) {
      if (pattern.exception === ignored && paths.some((part) => pattern.fits(part)))
        ignored = !pattern.exception;
    }
    return ignored;
  }

  /** Whether something below the ignored directory `path` may be taken back, so that one has to look. */
  mayKeepBelow(path: string): boolean {
    const below = `${path}/`;
    return this.#patterns.some(
      ({ exception, literalStart }) =>
        exception && (literalStart.startsWith(below) || below.startsWith(literalStart)),
    );
  }
}

/** A line without its `!`; no pattern for comments and empty lines. */
function readLine(line: string): { readonly pattern: string | undefined; readonly exception: boolean } {
  const text = line.trim();
  const exception = text.startsWith('!');
  if (line.startsWith('#') || text === '') return { pattern: undefined, exception };
  const pattern = exception ? text.slice(1).trim() : text;
  return { pattern: pattern === '' ? '' : cleaned(pattern), exception };
}

/** As Go's `filepath.Clean`, and with `/x` meaning `x`. */
function cleaned(pattern: string): string {
  const clean = posix.normalize(pattern).replace(/(.)\/$/, '$1');
  return clean.length > 1 && clean.startsWith('/') ? clean.slice(1) : clean;
}

function literal(path: string): IgnorePattern {
  return { exception: true, fits: (candidate) => candidate === path, literalStart: path };
}
