import { DocktopusError } from '../errors/index.ts';

/** One entry is not what we copy. */
export function unsafe(name: string, reason: string, hint?: string): DocktopusError {
  const shown = name.length <= 200 ? name : `${name.slice(0, 199)}…`;
  return new DocktopusError('archive.unsafe', {
    operation: 'container.copy',
    subject: JSON.stringify(shown),
    reason,
    hint,
    details: { entry: shown },
  });
}
