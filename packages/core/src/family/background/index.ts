export {
  BackgroundCommand,
  type CommandOutput,
  type CommandPlace,
  type CommandStatus,
  type KillCommandOptions,
} from './background-command.ts';
export { type SpawnOptions, spawnCommand, waitForCommand } from './spawn-command.ts';
