import { BlueprintRunner, webhook } from '@docktopus/runner';
import { SandboxContext } from './sandbox-context.ts';
import { SandboxJobs } from './sandbox-jobs.ts';

/** `POST /run` with `{ code }` answers with the exit code and the output of the program. */
export function blueprint(): BlueprintRunner {
  return BlueprintRunner.for(SandboxContext)
    .jobs(SandboxJobs)
    .producer(
      webhook({
        path: '/run',
        jobId: 'run',
        mode: 'result',
        auth: { type: 'bearer', token: (injector) => injector.resolve(SandboxContext).env.token },
      }),
    )
    .http({ dashboard: true });
}
