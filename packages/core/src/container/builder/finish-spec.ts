import { invalid } from '../../errors/index.ts';
import { isRecord } from '../../json/index.ts';
import type { ContainerSpec } from '../options/container-spec.ts';
import { contradictions } from '../options/contradictions.ts';
import { strictIssues } from '../strict/strict-issues.ts';
import type { Draft } from './draft.ts';

/**
 * The spec that a draft amounts to, frozen.
 *
 * @throws DocktopusError `spec.invalid` with every problem of every call and of the whole.
 */
export function finishSpec({ fields, issues }: Draft): ContainerSpec {
  const spec: ContainerSpec = {
    image: '',
    pull: 'missing',
    lifetime: 'session',
    strict: 'off',
    keepOnFailure: false,
    ...fields,
  };
  const imageMissing = fields.image === undefined && !issues.some(({ path }) => path === 'image');
  const found = [
    ...(imageMissing ? [{ path: 'image', got: 'nothing', expected: "an image such as 'redis:7.4'" }] : []),
    ...issues,
    ...contradictions(spec),
    ...strictIssues(spec),
  ];
  if (found.length > 0) throw invalid('spec.invalid', 'container.spec', found, fields.name ?? fields.image);
  return frozenCopy(spec);
}

/** A frozen copy of values that the author may still change; functions and secrets are kept as they are. */
function frozenCopy<T>(value: T): T {
  if (!Array.isArray(value) && !isRecord(value)) return value;
  const copy = Array.isArray(value)
    ? value.map(frozenCopy)
    : Object.fromEntries(Object.entries(value).map(([key, part]) => [key, frozenCopy(part)]));
  return Object.freeze(copy) as T;
}
