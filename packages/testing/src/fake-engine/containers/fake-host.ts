import type { EventLog } from '../event-log.ts';
import type { FakeClock } from '../fake-clock.ts';
import type { FakeNetworks } from '../fake-networks.ts';
import type { FakeVolumes } from '../fake-volumes.ts';
import type { HostPorts } from '../host-port.ts';
import type { FakeImages } from '../images/fake-images.ts';
import type { FakeProgram } from '../process/fake-program.ts';

/** What a container of the fake engine finds around it. */
export interface FakeHost {
  readonly clock: FakeClock;
  readonly events: EventLog;
  readonly images: FakeImages;
  readonly networks: FakeNetworks;
  readonly volumes: FakeVolumes;
  readonly ports: HostPorts;
  readonly nextPid: () => number;
  /** Programs that a test has put in place of a named container's own. */
  readonly containerPrograms: ReadonlyMap<string, FakeProgram>;
}
