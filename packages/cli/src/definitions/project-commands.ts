import { Argument, type Command } from 'commander';
import { lazyAction, type Outcome } from '../invocation/lazy-action.ts';

/** The commands about a project and this machine. */
export function addProjectCommands(program: Command, outcome: Outcome): void {
  program
    .command('doctor')
    .description('look whether everything is there that a blueprint needs')
    .action(lazyAction(outcome, () => import('../commands/doctor/doctor.ts')));

  program
    .command('config')
    .description('print every setting with its value and its source, secrets masked')
    .action(lazyAction(outcome, () => import('../commands/config.ts')));

  program
    .command('completion')
    .description('print a script that completes commands, options and names')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash']))
    .action(lazyAction(outcome, () => import('../commands/completion.ts')));
}
