import type { Invocation } from '../../invocation/invocation.ts';
import { EXIT, type Paint } from '../../output/index.ts';
import { containerFindings } from './container-findings.ts';
import { engineFindings, findEngine } from './engine-findings.ts';
import { type Finding, findingsOf } from './finding.ts';
import { nodeFindings } from './node-findings.ts';
import { projectFindings } from './project-findings.ts';

const MARKS = { ok: ['green', 'ok  '], warn: ['yellow', 'warn'], fail: ['red', 'fail'] } as const;

/** `docktopus doctor`: it fails only for what keeps a blueprint from running. */
export async function run(invocation: Invocation): Promise<number> {
  const { options, out, signal } = invocation;
  const findings: Finding[] = [];
  const report = (found: readonly Finding[]) => {
    findings.push(...found);
    if (!out.json) for (const each of found) out.write(`${describe(each, out.paint)}\n`);
  };
  report(nodeFindings(process.version, new Date()));
  const engine = await findEngine(options.host, signal);
  report(engine.findings);
  if (engine.docker !== undefined) {
    await using docker = engine.docker;
    report(await findingsOf('engine.info', () => engineFindings(docker, signal), signal));
    report(await findingsOf('containers.list', () => containerFindings(docker, signal), signal));
  }
  report(await projectFindings(process.cwd()));
  const failed = findings.some(({ status }) => status === 'fail');
  if (out.json) out.data({ healthy: !failed, findings });
  return failed ? EXIT.failed : EXIT.done;
}

function describe({ check, status, detail, fix }: Finding, paint: Paint): string {
  const [colour, mark] = MARKS[status];
  const line = `${paint(colour, mark)}  ${check.padEnd(22)} ${detail.replaceAll('\n', `\n${' '.repeat(29)}`)}`;
  return fix === undefined ? line : `${line}\n${' '.repeat(29)}${paint('dim', fix)}`;
}
