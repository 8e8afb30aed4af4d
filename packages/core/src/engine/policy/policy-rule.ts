import type { More, Problems } from '../../input/index.ts';
import { isRecord } from '../../json/index.ts';
import type { Policy } from './policy.ts';
import type { HostView } from './policy-paths.ts';

/** What a rule decides by. */
export interface PolicyView {
  readonly policy: Policy;
  /** The directory that relative paths of the policy begin at. */
  readonly directory: string;
  readonly host: HostView;
}

/** Reports what the policy does not allow of one field's value. */
export type PolicyRule = (value: unknown, problems: Problems, view: PolicyView) => void;

/** A field that gives a container nothing of the host. */
export const harmless: PolicyRule = () => {};

/** A field that only `fields` of the policy can allow. */
export const denied: PolicyRule = (value, problems) => {
  if (!isUnset(value)) refuse(value, problems, 'no value', `fields: ['${problems.path}']`);
};

/** Whether the engine takes `value` for nothing said. */
export function isUnset(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Says that the policy does not allow `value`, and what in the policy would. */
export function refuse(value: unknown, problems: Problems, expected: string, setting: string): void {
  problems.refuse(value, expected, allowedBy(setting));
}

/** That a policy with `setting` would allow what this one does not. */
export function allowedBy(setting: string): More {
  return { because: 'the policy allows no more', hint: `policy: { ${setting} } allows it` };
}

/** A field that must be unset unless the policy says `true`. */
export function onlyIf(allows: (policy: Policy) => boolean, setting: string): PolicyRule {
  return (value, problems, { policy }) => {
    if (!isUnset(value) && !allows(policy)) refuse(value, problems, 'no value', setting);
  };
}

/** Each text of a list, which must be one; another kind of value is refused. */
export function eachText(check: (text: string, problems: Problems, view: PolicyView) => void): PolicyRule {
  return (value, problems, view) => {
    if (isUnset(value)) return;
    if (!Array.isArray(value)) {
      problems.refuse(value, 'a list of texts');
      return;
    }
    for (const [position, entry] of value.entries()) {
      const at = problems.index(position);
      if (typeof entry === 'string') check(entry, at, view);
      else at.refuse(entry, 'a string');
    }
  };
}

/**
 * The fields of an object inside of a body, by name; other ones are refused. The engine's reader takes a name in any
 * case, so that one in another case would get past a rule for its value.
 */
export function fieldsOf(
  value: unknown,
  names: readonly string[],
  problems: Problems,
  view: PolicyView,
): Readonly<Record<string, unknown>> {
  if (isUnset(value)) return {};
  if (!isRecord(value)) {
    problems.refuse(value, 'an object');
    return {};
  }
  for (const [key, entry] of Object.entries(value)) {
    const at = problems.at(key);
    if (!names.includes(key) && !view.policy.fields?.includes(at.path)) refuseUnknown(entry, at);
  }
  return value;
}

/** An empty value as well: an empty list can lift what the engine protects. */
export function refuseUnknown(value: unknown, problems: Problems): void {
  if (value === undefined || value === null) return;
  problems.refuse(value, 'no such field', {
    because: 'the policy does not know it',
    hint: `policy: { fields: ['${problems.path}'] } allows it`,
  });
}

/** Whether a name is one of those that the policy allows. */
export function isAllowedName(name: string, allowed: boolean | readonly string[] | undefined): boolean {
  return typeof allowed === 'object' ? allowed.some((pattern) => matches(name, pattern)) : allowed === true;
}

/** Whether a name fits a pattern in which `*` stands for anything. */
export function matches(name: string, pattern: string): boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) return name === pattern;
  const [first = ''] = parts;
  const last = parts.at(-1) ?? '';
  if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last))
    return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found === -1 || found + part.length > name.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}
