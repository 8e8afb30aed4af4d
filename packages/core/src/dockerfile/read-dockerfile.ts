import { DocktopusError } from '../errors/index.ts';
import { DockerfileProblem } from './dockerfile-problem.ts';
import type { ArgInstruction, Instruction, InstructionPlace } from './instruction.ts';
import { InstructionFlags } from './instruction-flags.ts';
import { DockerfileLineProblem, type DockerfileNode, parseDockerfile } from './parse-dockerfile.ts';
import { readInstruction } from './read-instruction.ts';

/** What one `FROM` begins. */
export interface DockerfileStage extends InstructionPlace {
  /** The image or stage that it is built on, variables not expanded. */
  readonly base: string;
  /** Its `AS` name, in lower case. */
  readonly name?: string;
  readonly platform?: string;
  readonly instructions: readonly Instruction[];
}

/** A Dockerfile with its meaning. */
export interface Dockerfile {
  /** The `ARG`s before the first `FROM`: only these may be used in one. */
  readonly globalArgs: readonly ArgInstruction[];
  readonly stages: readonly DockerfileStage[];
  readonly escape: string;
  readonly warnings: readonly string[];
}

/**
 * Reads a Dockerfile as BuildKit does: stages, arguments, flags, heredocs, directives.
 *
 * @throws DocktopusError `dockerfile.invalid` with the line.
 */
export function readDockerfile(text: string, file = 'Dockerfile'): Dockerfile {
  try {
    return dockerfileOf(text);
  } catch (error) {
    if (!(error instanceof DockerfileLineProblem)) throw error;
    throw new DocktopusError('dockerfile.invalid', {
      operation: 'readDockerfile',
      subject: `${file}:${error.line}`,
      reason: error.message,
      details: { file, line: error.line },
    });
  }
}

function dockerfileOf(text: string): Dockerfile {
  const tree = parseDockerfile(text);
  const globalArgs: ArgInstruction[] = [];
  const stages: (DockerfileStage & { readonly instructions: Instruction[] })[] = [];
  for (const node of tree.nodes) {
    const read = atLine(node, () =>
      node.keyword.toLowerCase() === 'from' ? stageOf(node) : readInstruction(node),
    );
    const stage = stages.at(-1);
    if (!('type' in read)) stages.push(read);
    else if (stage !== undefined) stage.instructions.push(read);
    else if (read.type === 'arg') globalArgs.push(read);
    else throw new DockerfileLineProblem(node.startLine, `${node.keyword} stands before the first FROM`);
  }
  return { globalArgs, stages, escape: tree.escape, warnings: tree.warnings };
}

const STAGE_NAME = /^[a-z][a-z0-9-_.]*$/;

function stageOf(node: DockerfileNode): DockerfileStage & { readonly instructions: Instruction[] } {
  const [base, as, name] = node.args;
  const named = node.args.length === 3 && as?.toLowerCase() === 'as';
  if (base === undefined || (node.args.length !== 1 && !named)) {
    throw new DockerfileProblem('FROM takes an image, or an image AS a name');
  }
  const lower = named ? name!.toLowerCase() : undefined;
  if (lower !== undefined && !STAGE_NAME.test(lower)) {
    throw new DockerfileProblem(
      `${name} is no name for a stage; begin with a letter, then letters, digits, - _ .`,
    );
  }
  const platform = InstructionFlags.read(node.flags, { platform: 'text' }).text('platform');
  return {
    base,
    ...(lower === undefined ? {} : { name: lower }),
    ...(platform === undefined ? {} : { platform }),
    instructions: [],
    startLine: node.startLine,
    endLine: node.endLine,
  };
}

function atLine<T>(node: DockerfileNode, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DockerfileProblem)) throw error;
    throw new DockerfileLineProblem(node.startLine, error.message);
  }
}
