import { DocktopusError } from '../errors/index.ts';

/**
 * Refuses a decorator that was called with the standard (TC39) semantics, which have no class to mark.
 *
 * @throws DocktopusError `inject.failed` saying which compiler option is missing.
 */
export function requireLegacyDecorators(target: unknown, decorator: string): void {
  if (target !== undefined) return;
  throw new DocktopusError('inject.failed', {
    operation: decorator,
    reason: 'it was called as a standard decorator',
    hint: 'Set "experimentalDecorators": true in the tsconfig.json that includes this file',
  });
}
