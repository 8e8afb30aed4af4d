import { type Finding, fail, ok, warn } from './finding.ts';

const LEAST = [20, 19] as const;
/** The day on which support for each line of Node ends. */
const END_OF_LIFE: Readonly<Record<number, string>> = {
  20: '2026-04-30',
  22: '2027-04-30',
  24: '2028-04-30',
};

/** Whether this Node runs our packages, and still gets security fixes. */
export function nodeFindings(version: string, today: Date): readonly Finding[] {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  if (major < LEAST[0] || (major === LEAST[0] && minor < LEAST[1])) {
    return [fail('node.version', `Node ${version} is too old`, `Install Node ${LEAST.join('.')} or newer`)];
  }
  const end = END_OF_LIFE[major];
  if (end !== undefined && today.getTime() > Date.parse(end)) {
    return [
      warn(
        'node.version',
        `Node ${version} works, but its support ended on ${end}: it gets no security fixes`,
        'Update to a supported version of Node',
      ),
    ];
  }
  return [ok('node.version', `Node ${version}`)];
}
