import type { Service } from '../schema/index.ts';

const OPEN_PATHS = 'systempaths=unconfined';

/** Security options; a seccomp profile is its JSON by now. */
export function securityOptions({
  security_opt: given = [],
  credential_spec: spec,
}: Service): readonly string[] {
  const options = given.filter((option) => option !== OPEN_PATHS);
  const [kind, value] = Object.entries(spec ?? {})[0] ?? [];
  return kind === undefined ? options : [...options, `credentialspec=${kind}://${String(value)}`];
}

/** Whether the container sees all of /proc and /sys. */
export function openPaths({ security_opt: given = [] }: Service): boolean {
  return given.includes(OPEN_PATHS);
}
