import { type Docker, sweep } from '@docktopus/core';
import { type SweepStep } from '@docktopus/core/kit';
import { withDocker } from '../engine/index.ts';
import { confirm } from '../invocation/confirm.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { CommandFailure, EXIT } from '../output/index.ts';

interface GcOptions {
  readonly blueprint?: string;
  readonly force?: boolean;
}

/** `docktopus gc` */
export async function run(invocation: Invocation<GcOptions>): Promise<undefined> {
  const { options, out } = invocation;
  await withDocker(invocation, async (docker) => {
    const { steps } = await sweepOnce(docker, invocation, true);
    const doomed = steps.filter(({ action }) => action === 'remove');
    if (!out.json) for (const step of steps) out.line(describe(step));
    if (doomed.length === 0) {
      if (out.json) out.data({ removed: [], kept: steps.map(view), dryRun: false });
      else out.note('nothing is left over');
      return;
    }
    const sure = options.force || (await confirm(invocation, `Remove ${doomed.length} of these?`));
    if (!sure) {
      if (out.json) out.data({ wouldRemove: doomed.map(view), kept: keptOf(steps), dryRun: true });
      else out.note("nothing was removed; 'docktopus gc --force' removes without asking");
      return;
    }
    const done = await sweepOnce(docker, invocation, false);
    const failed = new Set(done.failures.map(({ step }) => step.id));
    const removed = done.steps.filter(({ action, id }) => action === 'remove' && !failed.has(id));
    if (out.json)
      out.data({ removed: removed.map(view), kept: keptOf(done.steps), failed: [...failed], dryRun: false });
    else out.note(`removed ${removed.length}`);
    if (done.failures.length > 0) throw incomplete(done.failures);
  });
}

function sweepOnce(docker: Docker, { options, signal }: Invocation<GcOptions>, dryRun: boolean) {
  return sweep(docker, { blueprint: options.blueprint, dryRun, signal });
}

function describe({ action, kind, name, ownership, why }: SweepStep): string {
  return `${action} ${kind} ${name} (${ownership.lifetime} of ${ownership.blueprint}): ${why}`;
}

function keptOf(steps: readonly SweepStep[]) {
  return steps.filter(({ action }) => action === 'keep').map(view);
}

function view({ kind, id, name, ownership, why }: SweepStep) {
  const { blueprint, lifetime } = ownership;
  return { kind, id, name, blueprint, lifetime, why };
}

function incomplete(
  failures: readonly { readonly step: SweepStep; readonly error: unknown }[],
): CommandFailure {
  const [first] = failures;
  const reason = first?.error instanceof Error ? first.error.message : String(first?.error);
  return new CommandFailure(
    EXIT.failed,
    'gc.incomplete',
    `${failures.length} leftovers could not be removed; the first: ${reason}`,
  );
}
