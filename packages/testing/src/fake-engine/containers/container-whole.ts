import type { ProcessSetup } from '../process/running-process.ts';
import type { FakeHostConfig } from './container-config.ts';
import type { ContainerPlan } from './container-plan.ts';
import type { FakeState } from './container-state.ts';
import type { FakeHost } from './fake-host.ts';

/** What the parts of a container, such as its networking and its commands, see of the whole. */
export interface ContainerWhole {
  readonly id: string;
  readonly name: string;
  readonly plan: ContainerPlan;
  readonly host: FakeHost;
  readonly hostConfig: FakeHostConfig;
  readonly running: boolean;
  readonly networking: Pick<ProcessSetup, 'listen'>;
  readonly execs: Map<string, { killed(): void }>;
  state: FakeState;
  tell(action: string, more?: Readonly<Record<string, string>>): void;
}
