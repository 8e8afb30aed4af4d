import type { ContainerInspect, CreateContainerBody, HostConfig } from '../../engine/index.ts';
import {
  HOST_CONFIG_RULES,
  type ProfileContext,
  type ProfiledContainer,
  userExpected,
} from './profile-rules.ts';

/** Where a container is not as its profile says. */
export interface ProfileViolation {
  /** As the engine calls it: `'HostConfig.Privileged'`. */
  readonly path: string;
  readonly got: unknown;
  readonly expected: string;
}

/** Where a container, planned or made, is not as the profile says. A field that nobody here knows must be empty. */
export function profileViolations(
  container: ProfiledContainer,
  context: ProfileContext,
): readonly ProfileViolation[] {
  const { user, host } = container;
  const violations: ProfileViolation[] = [];
  const expectedUser = userExpected(user);
  if (expectedUser !== undefined) violations.push({ path: 'User', got: user, expected: expectedUser });
  const fields = new Set([...Object.keys(HOST_CONFIG_RULES), ...Object.keys(host)]) as Set<keyof HostConfig>;
  for (const field of fields) {
    const expected = expectedOf(field, container, context);
    if (expected !== undefined) violations.push({ path: `HostConfig.${field}`, got: host[field], expected });
  }
  return violations;
}

/** The container that a create body asks for. */
export function plannedContainer({ User, HostConfig }: CreateContainerBody): ProfiledContainer {
  return { user: User, host: HostConfig ?? {} };
}

/** The container that the engine has made. */
export function madeContainer({ Config, HostConfig }: ContainerInspect): ProfiledContainer {
  return { user: typeof Config.User === 'string' ? Config.User : undefined, host: HostConfig as HostConfig };
}

function expectedOf(
  field: keyof HostConfig,
  container: ProfiledContainer,
  context: ProfileContext,
): string | undefined {
  const value = container.host[field];
  const rule = Object.hasOwn(HOST_CONFIG_RULES, field) ? HOST_CONFIG_RULES[field] : 'none';
  if (rule === 'any') return undefined;
  if (rule === 'none') return isEmpty(value) ? undefined : 'nothing';
  return (rule as (...args: unknown[]) => string | undefined)(value, container, context);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
