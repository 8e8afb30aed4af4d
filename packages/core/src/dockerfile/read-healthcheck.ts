import { DockerfileProblem } from './dockerfile-problem.ts';
import type { DockerfileHealthcheck } from './instruction.ts';
import { InstructionFlags } from './instruction-flags.ts';
import type { DockerfileNode } from './parse-dockerfile.ts';

const DURATIONS = {
  interval: 'interval',
  timeout: 'timeout',
  'start-period': 'startPeriod',
  'start-interval': 'startInterval',
};

/** A duration as Go writes it: `1m30s`, `0`. */
const DURATION = /^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

/** @throws DockerfileProblem */
export function readHealthcheck(node: DockerfileNode, args: readonly string[]): DockerfileHealthcheck {
  const [written = '', ...command] = args;
  const kind = written.toUpperCase();
  if (kind === 'NONE') {
    if (command.length > 0) throw new DockerfileProblem('HEALTHCHECK NONE takes no arguments');
    return { test: ['NONE'] };
  }
  const flags = InstructionFlags.read(node.flags, {
    interval: 'text',
    timeout: 'text',
    'start-period': 'text',
    'start-interval': 'text',
    retries: 'text',
  });
  if (kind !== 'CMD') throw new DockerfileProblem(`HEALTHCHECK ${written} is unknown; write CMD or NONE`);
  const test = node.json ? command : [command.join(' ')].filter((line) => line !== '');
  if (test.length === 0) throw new DockerfileProblem('HEALTHCHECK CMD needs a command');
  return { test: [node.json ? 'CMD' : 'CMD-SHELL', ...test], ...durations(flags), ...retries(flags) };
}

function durations(flags: InstructionFlags): Partial<DockerfileHealthcheck> {
  const found: Record<string, string> = {};
  for (const [flag, key] of Object.entries(DURATIONS)) {
    const text = flags.text(flag);
    if (text === undefined) continue;
    if (!DURATION.test(text))
      throw new DockerfileProblem(`--${flag}: ${text} is no duration; write 30s or 1m30s`);
    found[key] = text;
  }
  return found;
}

function retries(flags: InstructionFlags): Partial<DockerfileHealthcheck> {
  const text = flags.text('retries');
  if (text === undefined) return {};
  if (!/^\+?\d{1,9}$/.test(text))
    throw new DockerfileProblem(`--retries: ${text} is no whole number from 0 on`);
  return { retries: Number(text) };
}
