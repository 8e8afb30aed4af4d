import { DocktopusError } from '../../errors/index.ts';
import type { Call } from './running-call.ts';

/** @throws DocktopusError `engine.protocol` when the engine's answer had no id. */
export function answeredId(id: string | undefined, { operation, subject }: Call): string {
  if (id) return id;
  throw new DocktopusError('engine.protocol', {
    operation,
    subject,
    reason: 'the engine answered without an id',
  });
}
