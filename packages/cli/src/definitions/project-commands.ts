import { Argument, type Command, Option } from 'commander';
import { lazyAction, type Outcome } from '../invocation/lazy-action.ts';

/** The commands about a project and this machine. */
export function addProjectCommands(program: Command, outcome: Outcome): void {
  const runs = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .argument('<file>', 'the program that starts the blueprint, such as main.ts')
      .argument('[args...]', 'arguments of the program')
      .passThroughOptions();
  runs('dev', 'run a program and restart it with each save; keep containers whose spec is the same').action(
    lazyAction(outcome, () => import('../commands/dev.ts')),
  );
  runs('run', 'run a program, TypeScript included').action(
    lazyAction(outcome, () => import('../commands/run.ts')),
  );
  runs('plan', 'print what a start of a program would do and why, without doing it')
    .addOption(new Option('--timeout <time>', 'give up after this time, such as 90s').default('60s'))
    .action(lazyAction(outcome, () => import('../commands/plan.ts')));

  program
    .command('doctor')
    .description('check the engine, this machine and this project')
    .action(lazyAction(outcome, () => import('../commands/doctor/doctor.ts')));

  program
    .command('config')
    .description('print every setting with its value and source, with secrets masked')
    .action(lazyAction(outcome, () => import('../commands/config.ts')));

  program
    .command('completion')
    .description('print a script for the shell that completes commands, options and names')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash']))
    .action(lazyAction(outcome, () => import('../commands/completion.ts')));
}
