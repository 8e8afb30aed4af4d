import { conflict, EngineFailure } from '../http/engine-failure.ts';
import { type FakeState, isRunning } from './container-state.ts';

/** @throws EngineFailure 409 unless there is a process to speak to. */
export function refuseUnlessUp(id: string, state: FakeState): void {
  if (state.status === 'restarting') {
    throw conflict(`Container ${id} is restarting, wait until the container is running`);
  }
  if (!isRunning(state)) throw conflict(`Container ${id} is not running`);
}

/** @throws EngineFailure 409 for a state from which there is no start. */
export function refuseStart({ status }: FakeState): void {
  if (status === 'paused') throw conflict('cannot start a paused container, try unpause instead');
  if (status === 'removing') throw conflict('container is marked for removal and cannot be started');
}

/** @throws EngineFailure 409 while it runs, or is about to. */
export function refuseRemoval(id: string, state: FakeState): void {
  if (!isRunning(state)) return;
  const advice =
    state.status === 'paused'
      ? 'Unpause and then stop the container before attempting removal or force remove'
      : 'Stop the container before attempting removal or force remove';
  throw conflict(`You cannot remove a ${state.status} container ${id}. ${advice}`);
}

/** The start of a command that is not there. */
export function noSuchCommand(command: string): EngineFailure {
  const reason = command.startsWith('/')
    ? `exec: "${command}": stat ${command}: no such file or directory`
    : `exec: "${command}": executable file not found in $PATH`;
  const runtime = 'OCI runtime create failed: runc create failed: unable to start container process';
  return new EngineFailure(400, `failed to create shim task: ${runtime}: ${reason}: unknown`);
}
