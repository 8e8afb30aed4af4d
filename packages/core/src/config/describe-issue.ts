import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type Issue, printable, schemaExpectation } from '../errors/index.ts';
import { variableOf } from './environment-source.ts';
import type { Settings } from './setting.ts';

/** Keys whose values are never shown, whatever the schema says of them. */
const SECRET_LOOKING = /key|token|secret|passw|credential|auth/i;

/** The path of keys that a schema's issue is about, joined with dots. */
export function issuePath({ path }: StandardSchemaV1.Issue): string {
  return (path ?? []).map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.');
}

/** A schema's issue in the words of the source that the value came from. */
export function describeIssue(
  issue: StandardSchemaV1.Issue,
  settings: Settings,
  prefix: string,
  isSecret: boolean,
): Issue {
  const path = issuePath(issue);
  const setting =
    settings.get(path) ?? (path.includes('.') ? settings.get(path.split('.')[0] ?? '') : undefined);
  const hidden = isSecret || SECRET_LOOKING.test(path);
  const expectation = schemaExpectation(
    hidden && setting !== undefined && setting.value !== ''
      ? issue.message.replaceAll(String(setting.value), '[secret]')
      : issue.message,
  );
  if (path === '') return { path: 'settings', got: 'these', ...expectation };
  if (setting === undefined) {
    return {
      path,
      got: 'nothing',
      hint: hintFor(path, prefix, expectation.expected),
      ...expectation,
    };
  }
  return {
    path: `${setting.label} from ${setting.source.name}`,
    got: hidden ? '[secret]' : printable(setting.value),
    ...(setting.source.isDefault ? { hint: hintFor(path, prefix, expectation.expected) } : {}),
    ...expectation,
  };
}

/** An object is set by its keys: one variable for each. */
function hintFor(path: string, prefix: string, expected: string | undefined): string {
  const variable = variableOf(path.split('.'), prefix);
  return expected === 'an object' ? `set ${variable}__… for each of its keys` : `set ${variable}`;
}
