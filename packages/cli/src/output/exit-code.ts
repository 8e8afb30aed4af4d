/** What the command ends with. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  configuration: 3,
  engineUnreachable: 4,
  unhealthy: 5,
  policyRefused: 6,
  timedOut: 124,
  execFailed: 125,
  execNotExecutable: 126,
  execNotFound: 127,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

/** The exit code for an error with this code. */
export function exitCodeFor(code: string): number {
  if (code === 'timeout') return EXIT.timedOut;
  if (code === 'container.not-ready') return EXIT.unhealthy;
  if (code === 'engine.unreachable') return EXIT.engineUnreachable;
  if (code.startsWith('policy.')) return EXIT.policyRefused;
  if (
    /^(config|spec|context|runner|compose)\.invalid$|^compose\.(missing|unsupported|service-unknown)$/.test(
      code,
    )
  )
    return EXIT.configuration;
  return EXIT.failed;
}
