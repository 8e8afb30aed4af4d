import type { ContainerInspect } from '../../engine/index.ts';
import { type ContainerStatus, inspectedStatus } from '../../status/index.ts';

/** A container that the engine has, as an owner judges it. */
export interface ExistingContainer {
  readonly id: string;
  /** The engine's name for it, without the leading slash. */
  readonly name: string;
  readonly status: ContainerStatus;
  readonly labels: Readonly<Record<string, string>>;
}

export function existingContainer({ Id, Name, State, Config }: ContainerInspect): ExistingContainer {
  return {
    id: Id,
    name: Name.replace(/^\//, ''),
    status: inspectedStatus({ State }),
    labels: Config.Labels ?? {},
  };
}
