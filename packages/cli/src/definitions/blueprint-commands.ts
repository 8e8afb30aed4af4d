import { type Command, InvalidArgumentError, Option } from 'commander';
import { lazyAction, type Outcome } from '../invocation/lazy-action.ts';

/** The commands that a running blueprint answers: it owns its containers, families and jobs. */
export function addBlueprintCommands(program: Command, outcome: Outcome): void {
  for (const name of ['stop', 'restart'] as const) {
    const load = {
      stop: () => import('../commands/stop.ts'),
      restart: () => import('../commands/restart.ts'),
    }[name];
    program
      .command(name)
      .description(`${name} containers through their blueprint, if it runs`)
      .argument('<names...>', 'containers')
      .addOption(runningOption('only containers of this blueprint'))
      .option('-f, --force', 'do not ask if the blueprint cannot be reached')
      .action(lazyAction(outcome, load));
  }
  addFamilyCommands(program.command('family').description('show and end containers of families'), outcome);
  addJobCommands(program.command('jobs').description('show, submit and cancel durable jobs'), outcome);
  withJobsOptions(program.command('queue').description('show the queue of durable jobs').command('stats'))
    .description('count jobs by state')
    .action(lazyAction(outcome, () => import('../commands/queue-stats.ts')));
}

function addFamilyCommands(family: Command, outcome: Outcome): void {
  family
    .command('ls')
    .description('list members')
    .argument('[family]', 'only members of this family')
    .addOption(runningOption())
    .action(lazyAction(outcome, () => import('../commands/family/family-ls.ts')));
  const ofMember = (name: string, description: string) =>
    family
      .command(name)
      .description(description)
      .argument('<family>', 'the name of the family')
      .argument('<key>', 'the key of the member')
      .addOption(runningOption());
  ofMember('why', 'say why a member is awake or not, and what happens next').action(
    lazyAction(outcome, () => import('../commands/family/family-why.ts')),
  );
  ofMember('stop', 'stop the container of a key, even while others hold it').action(
    lazyAction(outcome, () => import('../commands/family/family-stop.ts')),
  );
  ofMember('remove', 'remove the container of a key; its volumes stay').action(
    lazyAction(outcome, () => import('../commands/family/family-remove.ts')),
  );
}

function addJobCommands(jobs: Command, outcome: Outcome): void {
  withJobsOptions(jobs.command('ls'))
    .description('list jobs, newest first')
    .option('--state <state>', 'queued, delayed, running, done, dead or cancelled')
    .option('--job <id>', 'only calls of this job')
    .option('--limit <count>', 'the most jobs to list', readInteger(1, 100_000), 50)
    .action(lazyAction(outcome, () => import('../commands/jobs/jobs-ls.ts')));
  withJobsOptions(jobs.command('submit'))
    .description('submit a call of a job, and print its id')
    .argument('<job>', 'the id of the job')
    .argument('[body]', 'JSON, @file, or - for stdin')
    .option('--key <key>', 'an idempotency key: two calls with the same key are one job')
    .option('--delay <time>', 'run it not before this time has passed, such as 10m')
    .option('--priority <number>', 'from -100 to 100', readInteger(-100, 100))
    .action(lazyAction(outcome, () => import('../commands/jobs/jobs-submit.ts')));
  const ofJob = (name: string, description: string, argument = '<id>') =>
    withJobsOptions(jobs.command(name)).description(description).argument(argument, 'ids of calls');
  ofJob('show', 'print all about a job, with secrets masked').action(
    lazyAction(outcome, () => import('../commands/jobs/jobs-show.ts')),
  );
  ofJob('logs', 'print what a job has logged')
    .option('-f, --follow', 'follow the log until the job ends')
    .action(lazyAction(outcome, () => import('../commands/jobs/jobs-logs.ts')));
  ofJob('watch', 'follow a job to its end; fails if the job fails or is cancelled').action(
    lazyAction(outcome, () => import('../commands/jobs/jobs-watch.ts')),
  );
  ofJob('cancel', 'cancel jobs that wait or run', '<ids...>').action(
    lazyAction(outcome, () => import('../commands/jobs/jobs-cancel.ts')),
  );
  ofJob('redrive', 'queue dead or done jobs again', '<ids...>').action(
    lazyAction(outcome, () => import('../commands/jobs/jobs-redrive.ts')),
  );
}

/** Where the jobs are: at a blueprint that runs, or in a store while none has it. */
function withJobsOptions(command: Command): Command {
  return command
    .addOption(runningOption())
    .option(
      '--store <url>',
      'open this store: sqlite:PATH or redis://…; put a URL with a password in DOCKTOPUS_STORE',
    )
    .option('--queue-name <name>', 'the name of the bullQueue() in that store');
}

function runningOption(description = 'the blueprint, if several run'): Option {
  return new Option('-b, --blueprint <name>', description);
}

function readInteger(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^-?\d{1,9}$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`expected ${least} to ${most}`);
  };
}
