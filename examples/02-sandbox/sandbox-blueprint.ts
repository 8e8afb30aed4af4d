import { BlueprintRunner, type RunnerOptions, type SecretSource, webhook } from '@docktopus/runner';
import { SandboxContext } from './sandbox-context.ts';
import { SandboxJobs } from './sandbox-jobs.ts';

/** `POST /run` with `{ language, code }` answers with the outcome. Callers need `token`. */
export function sandboxBlueprint(token: SecretSource, options: RunnerOptions = {}): BlueprintRunner {
  return BlueprintRunner.for(SandboxContext)
    .jobs(SandboxJobs)
    .producer(
      webhook({
        path: '/run',
        jobId: 'run',
        auth: { type: 'bearer', token },
        mode: 'result',
        resultTimeoutMs: 120_000,
      }),
    )
    .http({ port: 0 })
    .options(options);
}
