import type { Heredoc } from './heredoc.ts';
import type { RunMount } from './run-mount.ts';

/** Where an instruction stands; lines are counted from 1. */
export interface InstructionPlace {
  readonly startLine: number;
  readonly endLine: number;
}

export interface NameAndValue {
  readonly name: string;
  readonly value: string;
  /** Nothing for the older form `ENV name value`. */
  readonly delimiter: '=' | '';
}

/** `RUN`, `CMD`, `ENTRYPOINT`: a list of arguments, or one line for the shell. */
export interface InstructionCommand {
  readonly command: readonly string[];
  readonly shell: boolean;
}

/** `ADD` and `COPY`: what goes where. */
export interface InstructionFiles {
  readonly sources: readonly string[];
  /** Heredocs among the sources. */
  readonly contents: readonly Heredoc[];
  readonly destination: string;
  readonly chown?: string;
  readonly chmod?: string;
  readonly link: boolean;
  readonly exclude: readonly string[];
}

/** One instruction of a stage with its meaning; variables are not expanded. */
export type Instruction = InstructionPlace &
  (
    | ({
        readonly type: 'add';
        readonly checksum?: string;
        readonly keepGitDir: boolean;
        readonly unpack?: boolean;
      } & InstructionFiles)
    | ({ readonly type: 'copy'; readonly from?: string; readonly parents: boolean } & InstructionFiles)
    | { readonly type: 'arg'; readonly args: readonly DockerfileArg[] }
    | ({ readonly type: 'cmd'; readonly files: readonly Heredoc[] } & InstructionCommand)
    | ({ readonly type: 'entrypoint'; readonly files: readonly Heredoc[] } & InstructionCommand)
    | { readonly type: 'env'; readonly pairs: readonly NameAndValue[] }
    | { readonly type: 'label'; readonly pairs: readonly NameAndValue[] }
    | { readonly type: 'expose'; readonly ports: readonly string[] }
    | { readonly type: 'healthcheck'; readonly check: DockerfileHealthcheck }
    | { readonly type: 'maintainer'; readonly maintainer: string }
    | { readonly type: 'onbuild'; readonly expression: string }
    | ({
        readonly type: 'run';
        readonly files: readonly Heredoc[];
        readonly mounts: readonly RunMount[];
        readonly network?: string;
        readonly security?: string;
        readonly devices: readonly string[];
      } & InstructionCommand)
    | { readonly type: 'shell'; readonly shell: readonly string[] }
    | { readonly type: 'stopsignal'; readonly signal: string }
    | { readonly type: 'user'; readonly user: string }
    | { readonly type: 'volume'; readonly paths: readonly string[] }
    | { readonly type: 'workdir'; readonly path: string }
  );

/** An `ARG`, of which those before the first `FROM` stand apart. */
export type ArgInstruction = Extract<Instruction, { readonly type: 'arg' }>;

/** An `ARG` of a Dockerfile. */
export interface DockerfileArg {
  readonly name: string;
  readonly value?: string;
  /** What a comment above says of it: `# NAME is the version to build`. */
  readonly comment?: string;
}

/** `HEALTHCHECK`: the test as the engine takes it, `['NONE']` to switch one off. */
export interface DockerfileHealthcheck {
  readonly test: readonly string[];
  /** Durations as they are written: `30s`. */
  readonly interval?: string;
  readonly timeout?: string;
  readonly startPeriod?: string;
  readonly startInterval?: string;
  readonly retries?: number;
}
