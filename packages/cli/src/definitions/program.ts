import { Command } from 'commander';
import { withGlobalOptions } from '../invocation/global-options.ts';
import type { Outcome } from '../invocation/lazy-action.ts';
import { addBlueprintCommands } from './blueprint-commands.ts';
import { addComposeCommands } from './compose-commands.ts';
import { addContainerCommands } from './container-commands.ts';
import { addProjectCommands } from './project-commands.ts';

/** Every command with its options, and nothing of what they do. */
export function buildProgram(version: string, outcome: Outcome, writeErr?: (text: string) => void): Command {
  const program = withGlobalOptions(new Command('docktopus'))
    .description('See and operate blueprints and the containers that they own')
    .version(version, '-V, --version', 'print the version')
    .helpCommand('help [command]', 'print the help of a command')
    .enablePositionalOptions()
    .configureOutput(writeErr === undefined ? {} : { writeErr })
    .showHelpAfterError("Run 'docktopus --help' for all commands.");
  program.commandsGroup('Containers:');
  addContainerCommands(program, outcome);
  program.commandsGroup('Running blueprints:');
  addBlueprintCommands(program, outcome);
  program.commandsGroup('Projects:');
  addProjectCommands(program, outcome);
  addComposeCommands(program, outcome);
  for (const command of program.commands.flatMap((each) => [each, ...each.commands]))
    withGlobalOptions(command);
  return program;
}
