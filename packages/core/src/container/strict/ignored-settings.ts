import { type CreateContainerBody, ignoredFields } from '../../engine/index.ts';
import { invalid } from '../../errors/index.ts';
import type { ContainerSpec } from '../spec/container-spec.ts';

/**
 * Reports what of `body` the engine would drop without a word, by the spec's strictness: `'warn'` warns.
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
      value: `a setting that this engine ignores in API ${apiVersion}`,
      accepted: `it ${reason}`,
    }));
    throw invalid('spec.invalid', 'container.create', issues, subject);
  }
  const fields = ignored.map(({ field, reason }) => `${field} (${reason})`).join(', ');
  process.emitWarning(`the engine ignores of ${subject}, in API ${apiVersion}: ${fields}`, {
    type: 'DocktopusWarning',
    code: 'DOCKTOPUS_IGNORED',
  });
}
