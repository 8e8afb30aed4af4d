// What containers do. It is loaded with the first call that does something: describing containers needs none of it.

export { attach, exec, execStream } from './exec/index.ts';
export { copyFrom, copyTo, readFile } from './files/index.ts';
export { readHostPort } from './host-port.ts';
export { adoptInSlot } from './lifecycle/adopt.ts';
export { waitSlot } from './lifecycle/container-exit.ts';
export { createInSlot } from './lifecycle/create.ts';
export { killSlot } from './lifecycle/kill.ts';
export { pauseSlot, unpauseSlot } from './lifecycle/pause.ts';
export { removeSlot } from './lifecycle/remove.ts';
export { renameSlot } from './lifecycle/rename.ts';
export { restartSlot } from './lifecycle/restart.ts';
export { startSlot } from './lifecycle/start.ts';
export { stopSlot } from './lifecycle/stop.ts';
export { readLogs } from './logs/index.ts';
export { runLines, runToEnd } from './run/index.ts';
export { slotOfExisting } from './slot/slot-of-existing.ts';
export { statsOnce, statsStream } from './stats/index.ts';
