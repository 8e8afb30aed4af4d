import { DocktopusError, type ErrorCode, isDocktopusError } from '../../../errors/index.ts';
import { maskSecrets } from '../../../secrets/index.ts';
import type { BuildLog } from './build-log.ts';

/** Failures of the call rather than of a step. */
const OF_THE_CALL: readonly ErrorCode[] = [
  'timeout',
  'aborted',
  'disk.full',
  'archive.unsafe',
  'engine.unreachable',
  'engine.disconnected',
  'engine.protocol',
  'engine.closed',
  'engine.unsupported',
];

/**
 * The failure of a build with the step it failed at and that step's last lines; failures of the call stay what they are.
 *
 * The code of what went wrong within a step is the cause's: an engine's words about it may be those of a program.
 */
export function buildFailure(error: unknown, folder: string, log: BuildLog): unknown {
  if (!isDocktopusError(error) || OF_THE_CALL.includes(error.code)) return error;
  // A file of this machine that could not be sent: the engine has said nothing of it.
  if ('errno' in error.details) return error.during('images.build');
  const { step } = log;
  const lastLines = log.lastLines.map((line) => maskSecrets(line));
  const where = step === undefined ? '' : `step ${step.number}/${step.count} (${step.instruction}) failed: `;
  return new DocktopusError('image.build-failed', {
    operation: 'images.build',
    subject: folder,
    reason: `${where}${error.reason}`,
    lastLines,
    hint: error.hint,
    cause: error,
    details: { ...error.details, step, lastLines, exitCode: exitCodeIn(error.reason) },
  });
}

/** Of the command of a step, in the words of Docker and of Podman. */
function exitCodeIn(reason: string): number | undefined {
  const code = /(?:returned a non-zero code:|exit status|exit code:) (\d+)/.exec(reason)?.[1];
  return code === undefined ? undefined : Number(code);
}
