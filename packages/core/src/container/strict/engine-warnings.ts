import type { Engine } from '../../engine/index.ts';
import { DocktopusError } from '../../errors/index.ts';
import type { ContainerSpec } from '../spec/container-spec.ts';

/** What each engine has been heard to say: it says the same of every container. */
const heard = new WeakMap<Engine, Set<string>>();

/**
 * Passes on what the engine said when it created a container, such as that its kernel cannot set a limit: a sentence
 * once for an engine, whatever `strict` is, because it is about what was asked for and will not be.
 *
 * @throws DocktopusError `spec.invalid` with strict `'error'`.
 */
export function reportEngineWarnings(
  engine: Engine,
  { strict }: Pick<ContainerSpec, 'strict'>,
  warnings: readonly string[],
  subject: string,
): void {
  if (warnings.length === 0) return;
  if (strict === 'error') {
    throw new DocktopusError('spec.invalid', {
      operation: 'container.create',
      subject,
      reason: `the engine warns of it: ${warnings.join('; ')}`,
      hint: "Leave out what the engine cannot do, or accept it with .strict('warn')",
      details: { warnings },
    });
  }
  const before = heard.get(engine) ?? new Set();
  heard.set(engine, before);
  const fresh = warnings.filter((warning) => !before.has(warning));
  if (fresh.length === 0) return;
  for (const warning of fresh) before.add(warning);
  process.emitWarning(`the engine warns of ${subject}: ${fresh.join('; ')}`, {
    type: 'DocktopusWarning',
    code: 'DOCKTOPUS_ENGINE_WARNS',
  });
}
