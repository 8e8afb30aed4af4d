import { BlueprintRunner, type RunnerOptions } from '@docktopus/runner';
import { DatabaseContext } from './database-context.ts';
import { NoteJobs } from './note-jobs.ts';

/** Notes in a database that outlives its blueprint. */
export function databaseBlueprint(options: RunnerOptions = {}): BlueprintRunner {
  return BlueprintRunner.for(DatabaseContext).jobs(NoteJobs).options(options);
}
