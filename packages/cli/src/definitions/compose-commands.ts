import { type Command, InvalidArgumentError, Option } from 'commander';
import { lazyAction, type Outcome } from '../invocation/lazy-action.ts';

/** The commands about a Compose project: the code that a context with `@compose` runs. */
export function addComposeCommands(program: Command, outcome: Outcome): void {
  const compose = program
    .command('compose')
    .description('bring the project of a Compose file up and down')
    .enablePositionalOptions()
    .option('-f, --file <file>', 'a Compose file; may be given again', collect)
    .option('-p, --project-name <name>', 'the name of the project')
    .option('--project-directory <folder>', 'where relative paths begin')
    .option('--profile <name>', 'a profile to enable; may be given again', collect)
    .option('--env-file <file>', 'variables for the file; may be given again', collect)
    .addOption(
      new Option('--progress <format>', 'how pulls and builds are shown')
        .choices(['auto', 'tty', 'plain', 'json', 'quiet'])
        .default('auto'),
    );
  addReadingCommands(compose, outcome);
  addUpCommands(compose, outcome);
  ofServices(compose, 'build', 'build the images of services')
    .option('--no-cache', 'take nothing from earlier builds')
    .option('--pull', 'pull the images that builds begin from, also when they are there')
    .action(lazyAction(outcome, () => import('../commands/compose/compose-build.ts')));
  ofServices(compose, 'pull', 'pull the images of services').action(
    lazyAction(outcome, () => import('../commands/compose/compose-pull.ts')),
  );
}

function addReadingCommands(compose: Command, outcome: Outcome): void {
  ofServices(compose, 'config', 'print the file as it is understood, secrets masked')
    .option('--services', 'print the names of services')
    .option('--images', 'print the names of images')
    .option('--volumes', 'print the names of volumes')
    .option('--no-mask', 'print secrets as they are')
    .option('-q, --quiet', 'print nothing: the exit code tells')
    .action(lazyAction(outcome, () => import('../commands/compose/compose-config.ts')));
  ofServices(compose, 'ps', 'list containers')
    .option('-a, --all', 'those that do not run as well')
    .option('-q, --quiet', 'print ids only')
    .action(lazyAction(outcome, () => import('../commands/compose/compose-ps.ts')));
  ofServices(compose, 'logs', 'print what containers write')
    .option('-f, --follow', 'go on until they end')
    .option('-n, --tail <lines>', 'the last lines only', readCount)
    .option('--since <time>', 'a time such as 2026-11-28T09:00:00Z, or a span such as 10m')
    .option('--until <time>', 'as --since')
    .option('-t, --timestamps', 'print the time of each line')
    .option('--no-log-prefix', 'print lines without the name of their container')
    .action(lazyAction(outcome, () => import('../commands/compose/compose-logs.ts')));
  compose
    .command('exec')
    .description('run a command in a container of a service')
    .argument('<service>', 'a service')
    .argument('<command...>', 'the command and its arguments')
    .option('--index <number>', 'the number of the container', readCount)
    .option('-T, --no-tty', 'give it no terminal')
    .option('-e, --env <variable>', 'set KEY=value, or pass KEY on; may be given again', collect)
    .option('-u, --user <user>', "as in docker exec: 'name' or 'uid:gid'")
    .option('-w, --workdir <path>', 'the working directory in the container')
    .passThroughOptions()
    .action(lazyAction(outcome, () => import('../commands/compose/compose-exec.ts')));
}

function addUpCommands(compose: Command, outcome: Outcome): void {
  withUpOptions(ofServices(compose, 'plan', 'say what up would do and why, and do nothing')).action(
    lazyAction(outcome, () => import('../commands/compose/compose-plan.ts')),
  );
  withUpOptions(ofServices(compose, 'up', 'make the engine have what the file says'))
    .option('-d, --detach', 'as it always does: logs -f follows')
    .option('-t, --timeout <seconds>', 'the most time that a process gets to stop')
    .action(lazyAction(outcome, () => import('../commands/compose/compose-up.ts')));
  compose
    .command('down')
    .description('stop and remove containers and networks')
    .option('-v, --volumes', 'remove named volumes as well, with their data')
    .option('--remove-orphans', 'remove containers of services that the file does not have')
    .option('-t, --timeout <seconds>', 'the most time that a process gets to stop')
    .action(lazyAction(outcome, () => import('../commands/compose/compose-down.ts')));
}

function withUpOptions(command: Command): Command {
  return command
    .option('--build', 'build images also when they are there')
    .addOption(
      new Option('--pull <policy>', 'in place of what the services say').choices([
        'always',
        'missing',
        'never',
      ]),
    )
    .option('--force-recreate', 'replace containers that have not changed')
    .option('--no-recreate', 'keep containers that have changed')
    .option('--remove-orphans', 'remove containers of services that the file does not have')
    .option('-V, --renew-anon-volumes', 'give new containers new anonymous volumes')
    .option('--scale <service=count>', 'the number of containers; may be given again', collect)
    .option('--wait', 'until services run, and are healthy where they have a health check')
    .option('--wait-timeout <seconds>', 'give up after that');
}

function ofServices(compose: Command, name: string, description: string): Command {
  return compose.command(name).description(description).argument('[services...]', 'of these services only');
}

function readCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a whole number');
  return Number(text);
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
