import { randomBytes } from 'node:crypto';
import { RunningProcess } from '../process/running-process.ts';
import type { ContainerWhole } from './container-whole.ts';
import { findCommand } from './find-program.ts';
import { processSetup } from './process-setup.ts';

/** What an exec was created with. */
export interface ExecPlan {
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly cwd?: string | undefined;
  readonly user?: string | undefined;
  readonly tty?: boolean | undefined;
  readonly privileged?: boolean | undefined;
  readonly stdin?: boolean | undefined;
  readonly stdout?: boolean | undefined;
  readonly stderr?: boolean | undefined;
}

/** A command that runs in a container beside its own process. */
export class FakeExec {
  readonly id = randomBytes(32).toString('hex');
  readonly plan: ExecPlan;
  readonly container: ContainerWhole;
  process: RunningProcess | undefined;
  exitCode: number | undefined;
  pid = 0;
  started = false;

  constructor(container: ContainerWhole, plan: ExecPlan) {
    this.container = container;
    this.plan = plan;
    container.execs.set(this.id, this);
    container.tell(`exec_create: ${commandLine(plan.argv)}`, { execID: this.id });
  }

  get running(): boolean {
    return this.process?.running === true;
  }

  /** Runs it; a command that does not exist is said on its output, as the engine does, and ends it with 126. */
  start(
    onOutput: (stream: 'stdout' | 'stderr', data: Buffer) => void,
    onExit: (exitCode: number) => void,
  ): void {
    this.started = true;
    const { argv, env, cwd, user, tty, stdin } = this.plan;
    this.container.tell(`exec_start: ${commandLine(argv)}`, { execID: this.id });
    const program = findCommand(this.container.plan.image.script, argv);
    if (program === undefined) {
      this.exitCode = 126;
      onOutput('stdout', Buffer.from(notExecutable(argv[0] ?? '')));
      onExit(126);
      return;
    }
    const setup = processSetup(this.container, this.container.host, argv);
    const process = new RunningProcess({
      ...setup,
      ...(cwd && { cwd }),
      ...(user && { user }),
      env: { ...setup.env, ...env },
      tty: tty === true,
      program,
      first: false,
      onOutput: (stream, data) => onOutput(tty ? 'stdout' : stream, data),
      onExit: (exitCode) => {
        this.exitCode = exitCode;
        this.container.execs.delete(this.id);
        this.container.tell('exec_die', { execID: this.id, exitCode: String(exitCode) });
        onExit(exitCode);
      },
    });
    this.process = process;
    this.pid = process.pid;
    if (!stdin) process.stdin.end();
    process.start();
  }

  /** The container has ended, and everything in it. */
  killed(): void {
    this.process?.end(137);
  }
}

function commandLine([command = '', ...args]: readonly string[]): string {
  return `${command} ${args.join(' ')}`;
}

function notExecutable(command: string): string {
  const reason = command.startsWith('/') ? 'no such file or directory' : 'executable file not found in $PATH';
  const what = command.startsWith('/') ? `stat ${command}` : '';
  const detail = what === '' ? reason : `${what}: ${reason}`;
  return `OCI runtime exec failed: exec failed: unable to start container process: exec: "${command}": ${detail}: unknown\r\n`;
}
