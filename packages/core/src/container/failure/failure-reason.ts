import type { ContainerFailure } from '../../errors/index.ts';

/** Why a container failed, in words: the most telling fact first. */
export function failureReason(failure: ContainerFailure, otherwise: string): string {
  if (failure.engineError !== undefined) return failure.engineError;
  if (failure.oomKilled) return `it was killed for lack of memory${exit(failure)}`;
  if (failure.status === undefined) return 'it was removed';
  if (failure.exitCode !== undefined) return `it ended${exit(failure)}`;
  return otherwise;
}

function exit({ exitCode }: ContainerFailure): string {
  return exitCode === undefined ? '' : ` with exit code ${exitCode}`;
}
