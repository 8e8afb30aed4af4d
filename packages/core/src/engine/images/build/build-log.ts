import type { BuildStep } from '../../../errors/index.ts';
import { type BuildKitStep, readTrace } from './buildkit-trace.ts';

/** How many of the last lines a failure shows. */
const LINES_KEPT = 50;

/** What the builder says about itself, which tells nothing about a step. */
const OF_THE_BUILDER = /^( ---> |Removing intermediate container )/;

/** What Podman writes is `STEP 1/3: …`. */
const STEP = /^step (\d+)\/(\d+) ?: (.*)$/i;

/** What BuildKit calls its steps: `[stage-0 2/3] RUN make`. */
const BUILDKIT_STEP = /^\[(?:\S+ )?(\d+)\/(\d+)\] (.*)$/s;

/** A line that does not end is kept no longer. */
const LONGEST_PARTIAL = 64 * 1024;

/** Of each line that a failure may show. */
const LONGEST_KEPT = 4 * 1024;

/** More than any Dockerfile has: what comes beyond is told and not kept. */
const MOST_STEPS = 1_000;

/** Follows the output of a build: its lines, the step that it is at, and what the build made. */
export class BuildLog {
  readonly #onLine: (line: string) => void;
  readonly #onStep: (step: BuildStep) => void;
  #partial = '';
  #step: BuildStep | undefined;
  #lines: string[] = [];
  /** Of BuildKit's steps, by their digests. */
  readonly #linesOf = new Map<string, string[]>();
  readonly #partials = new Map<string, string>();
  #imageId: string | undefined;

  constructor(onLine: (line: string) => void = () => {}, onStep: (step: BuildStep) => void = () => {}) {
    this.#onLine = onLine;
    this.#onStep = onStep;
  }

  /** The step that has begun last. */
  get step(): BuildStep | undefined {
    return this.#step;
  }

  /** The last lines that this step has written. */
  get lastLines(): readonly string[] {
    return this.#lines;
  }

  /** Known when the build has succeeded. */
  get imageId(): string | undefined {
    return this.#imageId;
  }

  /** Takes one line of the engine's stream. */
  take({ stream, status, id, aux }: Readonly<Record<string, unknown>>): void {
    if (id === 'moby.buildkit.trace') this.#takeTrace(aux);
    else if (typeof stream === 'string') this.#takeText(stream);
    // Pulls of base images tell each percent: only what has no number is a line.
    else if (typeof status === 'string' && !/^(Downloading|Extracting)$/.test(status)) {
      this.#takeText(`${typeof id === 'string' ? `${id}: ` : ''}${status}\n`);
    }
    const made = (aux as { ID?: unknown } | undefined)?.ID;
    if (typeof made === 'string') this.#imageId = made;
  }

  /** Takes what came after the last line break as a line. */
  end(): void {
    if (this.#partial !== '') this.#takeText('\n');
  }

  /** Steps run at the same time: each line belongs to the one that wrote it. */
  #takeTrace(aux: unknown): void {
    const { steps, logs } = readTrace(aux);
    for (const step of steps) this.#takeBuildKitStep(step);
    for (const { step, text } of logs) {
      const lines = ((this.#partials.get(step) ?? '') + text).split(/\r?\n/);
      const partial = (lines.pop() ?? '').slice(-LONGEST_PARTIAL);
      if (this.#partials.size < MOST_STEPS || this.#partials.has(step)) this.#partials.set(step, partial);
      for (const line of lines) this.#keepLine(step, line);
    }
  }

  #takeBuildKitStep({ id, name, started, error }: BuildKitStep): void {
    const [, number, count, instruction] = BUILDKIT_STEP.exec(name) ?? [];
    if (instruction === undefined) return;
    const step = { number: Number(number), count: Number(count), instruction };
    if (started && !this.#linesOf.has(id) && this.#linesOf.size < MOST_STEPS) {
      this.#linesOf.set(id, []);
      this.#step = step;
      this.#onLine(`Step ${step.number}/${step.count} : ${instruction}`);
      this.#onStep(step);
    }
    if (error === undefined) return;
    // The one that failed is the one to tell of, whatever ran beside it.
    const rest = this.#partials.get(id);
    if (rest !== undefined && rest !== '') this.#keepLine(id, rest);
    this.#step = step;
    this.#lines = this.#linesOf.get(id) ?? [];
  }

  #keepLine(step: string, line: string): void {
    if (this.#linesOf.size < MOST_STEPS || this.#linesOf.has(step))
      this.#linesOf.set(step, withLine(this.#linesOf.get(step) ?? [], line));
    this.#onLine(line);
  }

  #takeText(text: string): void {
    const lines = (this.#partial + text).split(/\r?\n/);
    this.#partial = (lines.pop() ?? '').slice(-LONGEST_PARTIAL);
    for (const line of lines) this.#takeLine(line);
  }

  #takeLine(line: string): void {
    const [, number, count, instruction] = STEP.exec(line) ?? [];
    if (instruction !== undefined) {
      this.#step = { number: Number(number), count: Number(count), instruction };
      this.#lines = [];
      this.#onStep(this.#step);
    } else if (line !== '' && !OF_THE_BUILDER.test(line)) {
      this.#lines = withLine(this.#lines, line);
    }
    this.#onLine(line);
  }
}

/** The last lines, `line` among them. */
function withLine(lines: readonly string[], line: string): string[] {
  return [...lines.slice(1 - LINES_KEPT), line.slice(0, LONGEST_KEPT)];
}
