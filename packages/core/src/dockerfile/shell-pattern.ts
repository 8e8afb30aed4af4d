/** One step of a pattern: a character, `?` (any one character) or `*` (any number of them). */
type Step = { readonly literal: string } | 'one' | 'many';

/** A shell pattern of `${NAME#pattern}` and its kin: `*`, `?`, and `\` before either. */
export class ShellPattern {
  readonly #steps: readonly Step[];

  private constructor(steps: readonly Step[]) {
    this.#steps = steps;
  }

  /** Nothing for an escape that such a pattern does not know. */
  static parse(text: string): ShellPattern | undefined {
    const steps: Step[] = [];
    const characters = [...text];
    for (let at = 0; at < characters.length; at++) {
      const character = characters[at]!;
      const next = characters[at + 1];
      if (character === '*') steps.push('many');
      else if (character === '?') steps.push('one');
      else if (character !== '\\') steps.push({ literal: character });
      // `}` and `/` are escaped for the sake of the `${…}` around the pattern.
      else if (next === '}' || next === '/') continue;
      else if (next === '*' || next === '?' || next === '\\') {
        steps.push({ literal: next });
        at++;
      } else return undefined;
    }
    return new ShellPattern(steps);
  }

  /** The same pattern for the same text read backwards. */
  reversed(): ShellPattern {
    return new ShellPattern(this.#steps.toReversed());
  }

  /**
   * Where the shortest or longest match that begins at `from` ends; nothing when none begins there.
   *
   * All ways to match are followed side by side, so that time grows with text × pattern and no faster.
   */
  matchAt(text: readonly string[], from: number, longest: boolean): number | undefined {
    let states = this.#closure([0]);
    let found: number | undefined;
    for (let at = from; ; at++) {
      if (states.has(this.#steps.length)) {
        found = at;
        if (!longest) return found;
      }
      const character = text[at];
      if (character === undefined || states.size === 0) return found;
      states = this.#closure([...states].flatMap((state) => this.#after(state, character)));
    }
  }

  #after(state: number, character: string): number[] {
    const step = this.#steps[state];
    if (step === undefined) return [];
    if (step === 'many') return character === '\n' ? [] : [state];
    if (step === 'one') return character === '\n' ? [] : [state + 1];
    return step.literal === character ? [state + 1] : [];
  }

  /** A `*` may also match nothing. */
  #closure(states: readonly number[]): Set<number> {
    const reached = new Set<number>();
    for (let state of states) {
      reached.add(state);
      while (this.#steps[state] === 'many') reached.add(++state);
    }
    return reached;
  }
}
