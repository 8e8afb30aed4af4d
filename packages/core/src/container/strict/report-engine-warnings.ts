import type { Engine } from '../../engine/index.ts';
import { invalid, warn } from '../../errors/index.ts';
import type { ContainerSpec } from '../options/container-spec.ts';

/** The warnings passed on so far; an engine repeats them for every container. */
const heard = new WeakMap<Engine, Set<string>>();

/**
 * Passes on the engine's warnings about a new container, such as a limit that its kernel cannot set: each once for an
 * engine, whatever `strict` is, because it is about something that was asked for and will not happen.
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
    const issues = warnings.map((warning) => ({
      path: 'createOptions',
      got: 'a setting that the engine cannot keep',
      expected: 'none',
      because: `the engine warns: ${warning}`,
      hint: "leave it out, or accept it with .strict('warn')",
    }));
    throw invalid('spec.invalid', 'container.create', issues, subject);
  }
  const before = heard.get(engine) ?? new Set();
  heard.set(engine, before);
  const fresh = warnings.filter((warning) => !before.has(warning));
  if (fresh.length === 0) return;
  for (const warning of fresh) before.add(warning);
  warn(`${subject}: the engine warns: ${fresh.join('; ')}`, 'DOCKTOPUS_ENGINE_WARNS');
}
