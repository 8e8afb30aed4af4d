import type { Command } from 'commander';
import { type GlobalOptions, globalOptionsOf } from './global-options.ts';
import type { Run } from './invocation.ts';
import { interruptions } from './signals.ts';

/** What the process ends with; set by the command that ran. */
export interface Outcome {
  exitCode: number;
  /** The global options of the command line, once it has been parsed. */
  global?: GlobalOptions;
}

/** An action whose code is loaded when it is called: `--help` reads none of it. */
export function lazyAction(outcome: Outcome, load: () => Promise<{ readonly run: Run<never> }>) {
  return async (...given: unknown[]): Promise<void> => {
    const command = given.at(-1) as Command;
    const global = globalOptionsOf(command);
    outcome.global = global;
    const { stdout, stderr, env } = process;
    const { Output } = await import('../output/index.ts');
    const out = new Output({ stdout, stderr, env, json: global.json, color: global.color });
    const { run } = await load();
    const options = { ...command.optsWithGlobals<object>(), ...global } as never;
    const invocation = {
      args: command.args,
      options,
      program: topOf(command),
      out,
      // Made when it is first asked for: a program that runs in this process has its signals for itself.
      get signal() {
        return interruptions();
      },
    };
    outcome.exitCode = (await run(invocation)) ?? 0;
  };
}

function topOf(command: Command): Command {
  return command.parent === null ? command : topOf(command.parent);
}
