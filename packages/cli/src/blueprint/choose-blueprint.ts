import { findBlueprints, type RunningBlueprint } from '@docktopus/dashboard';
import { CommandFailure, EXIT, usageFailure } from '../output/index.ts';

/**
 * The running blueprint of this name, or the only one there is.
 *
 * @throws CommandFailure when none runs that can be reached, or several do.
 */
export async function chooseBlueprint(name: string | undefined): Promise<RunningBlueprint> {
  const running = (await findBlueprints()).filter(
    ({ blueprint }) => name === undefined || blueprint === name,
  );
  if (running.length === 1) return running[0]!;
  if (running.length > 1) {
    const names = running.map(({ blueprint, pid }) => `${blueprint} (process ${pid})`).join(', ');
    throw usageFailure(`several blueprints run here: ${names}`, 'Choose one with -b');
  }
  throw new CommandFailure(
    EXIT.failed,
    'blueprint.not-running',
    name === undefined
      ? 'no running blueprint can be reached'
      : `no running blueprint '${name}' can be reached`,
    'Start it as this user, with .http({ dashboard: true })',
  );
}

/** The running blueprint of this name, if there is one. */
export async function findBlueprint(name: string): Promise<RunningBlueprint | undefined> {
  const running = (await findBlueprints()).filter(({ blueprint }) => blueprint === name);
  return running.length === 1 ? running[0] : undefined;
}
