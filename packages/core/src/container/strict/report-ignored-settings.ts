import { type CreateContainerBody, ignoredFields } from '../../engine/index.ts';
import { invalid } from '../../errors/index.ts';
import type { ContainerSpec } from '../options/container-spec.ts';
import { warnOnce } from './warn-once.ts';

/**
 * Reports the fields of `body` that the engine would silently ignore, by the spec's strictness: `'warn'` warns.
 *
 * @throws DocktopusError `spec.invalid` with strict `'error'`.
 */
export function reportIgnoredSettings(
  { strict }: Pick<ContainerSpec, 'strict'>,
  body: CreateContainerBody,
  apiVersion: string,
  subject: string,
): void {
  if (strict === 'off') return;
  const ignored = ignoredFields(body, apiVersion);
  if (ignored.length === 0) return;
  if (strict === 'error') {
    const issues = ignored.map(({ field, reason }) => ({
      path: field,
      got: 'a value',
      expected: 'none',
      because: `the engine (API ${apiVersion}) ignores it`,
      hint: `it ${reason}`,
    }));
    throw invalid('spec.invalid', 'container.create', issues, subject);
  }
  const fields = ignored.map(({ field, reason }) => `${field} (${reason})`).join(', ');
  warnOnce(`${subject}: the engine (API ${apiVersion}) ignores ${fields}`, 'DOCKTOPUS_IGNORED');
}
