import { type Issue, invalid, printable } from '../../errors/index.ts';
import { Problems } from '../../input/index.ts';
import { type CallName, callRules } from '../options/calls.ts';
import type { Combine } from '../options/combine.ts';
import type { ContainerSpec } from '../options/container-spec.ts';
import type { CallPlace } from '../options/option.ts';

/** What a builder has heard so far: the fields of a spec that could be read, and what is wrong with the others. */
export interface Draft {
  readonly fields: Partial<ContainerSpec>;
  readonly issues: readonly Issue[];
}

export const EMPTY_DRAFT: Draft = Object.freeze({ fields: Object.freeze({}), issues: Object.freeze([]) });

/** `draft` after the call `method(value)`; `draft` itself stays as it is. */
export function afterCall(draft: Draft, method: CallName, value: unknown, place: CallPlace): Draft {
  requireCall(method);
  const { field, call } = callRules[method];
  const combine = call.combine as Combine<unknown> | undefined;
  const problems = new Problems().at(method);
  const later = call.read(value, problems, place);
  // A call that replaces an earlier one of its method makes void what was wrong with that.
  const earlier =
    combine === undefined ? draft.issues.filter(({ path }) => !isWithin(path, method)) : draft.issues;
  const issues = [...earlier, ...problems.issues];
  if (later === undefined) return { fields: draft.fields, issues };
  const both = combine === undefined ? later : combine(draft.fields[field], later);
  return { fields: { ...draft.fields, [field]: both }, issues };
}

function isWithin(path: string, method: string): boolean {
  return path === method || path.startsWith(`${method}.`) || path.startsWith(`${method}[`);
}

/** From code that no compiler has seen. */
function requireCall(method: CallName): void {
  if (typeof method === 'string' && Object.hasOwn(callRules, method)) return;
  const issue = { path: 'method', got: printable(method), expected: 'a call of the builder' };
  throw invalid('spec.invalid', 'builder.with', [issue]);
}
