import { DockerfileProblem } from './dockerfile-problem.ts';
import { expandWord } from './expand-word.ts';
import type { Dockerfile, DockerfileStage } from './read-dockerfile.ts';

/** Options of `dockerfileImages()`. */
export interface DockerfileImagesOptions {
  /** Values for the file's arguments, as `--build-arg` gives them. */
  readonly buildArgs?: Readonly<Record<string, string | undefined>>;
  /** The stage to build, by name or number. @default the last one */
  readonly target?: string;
}

/**
 * The images from elsewhere that building takes: bases, `COPY --from` and `RUN --mount=from=…`, each once, variables expanded.
 *
 * Only the stages that `target` needs count. A name that stays unknown, since a variable has no value, is left out.
 */
export function dockerfileImages(file: Dockerfile, options: DockerfileImagesOptions = {}): readonly string[] {
  const variables = globalArgs(file, options.buildArgs ?? {});
  const target = stageIndex(file, options.target, file.stages.length);
  const wanted = [target ?? file.stages.length - 1];
  const seen = new Set<number>();
  const images = new Set<string>();
  for (let index = wanted.pop(); index !== undefined; index = wanted.pop()) {
    const stage = file.stages[index];
    if (stage === undefined || seen.has(index)) continue;
    seen.add(index);
    for (const name of sourcesOf(stage, file.escape, variables)) {
      const from = stageIndex(file, name, index);
      if (from !== undefined) wanted.push(from);
      else if (name !== 'scratch') images.add(name);
    }
  }
  return [...images];
}

/** Arguments before the first `FROM`: given values first, then defaults, which may use those above them. */
function globalArgs(
  file: Dockerfile,
  given: Readonly<Record<string, string | undefined>>,
): Map<string, string> {
  const variables = new Map<string, string>();
  for (const { name, value } of file.globalArgs.flatMap((instruction) => instruction.args)) {
    const set = given[name] ?? (value === undefined ? undefined : expand(value, file.escape, variables));
    if (set !== undefined) variables.set(name, set);
  }
  return variables;
}

function sourcesOf(
  stage: DockerfileStage,
  escapeCharacter: string,
  variables: ReadonlyMap<string, string>,
): readonly string[] {
  const found = [expand(stage.base, escapeCharacter, variables)];
  for (const instruction of stage.instructions) {
    if (instruction.type === 'copy' && instruction.from !== undefined) found.push(instruction.from);
    if (instruction.type === 'run') found.push(...instruction.mounts.map((mount) => mount.from));
  }
  return found.filter(
    (name) => name !== undefined && name !== '' && !name.includes('$'),
  ) as readonly string[];
}

function expand(
  text: string,
  escapeCharacter: string,
  variables: ReadonlyMap<string, string>,
): string | undefined {
  try {
    const expanded = expandWord(text, variables, { escape: escapeCharacter });
    return expanded.unset.size === 0 ? expanded.text : undefined;
  } catch (error) {
    // The engine says what is wrong with it.
    if (error instanceof DockerfileProblem) return undefined;
    throw error;
  }
}

/** A stage above `before`, by name or number. */
function stageIndex(file: Dockerfile, name: string | undefined, before: number): number | undefined {
  if (name === undefined) return undefined;
  const lower = name.toLowerCase();
  // A later stage of the same name hides an earlier one.
  const named = file.stages.slice(0, before).findLastIndex((stage) => stage.name === lower);
  if (named !== -1) return named;
  return /^\d+$/.test(name) && Number(name) < before ? Number(name) : undefined;
}
