import type { FakeClock } from '../clock/fake-clock.ts';
import type { EventLog } from '../events/event-log.ts';
import type { FakeImages } from '../images/fake-images.ts';
import type { FakeNetworks } from '../networks/fake-networks.ts';
import type { HostPorts } from '../ports/host-port.ts';
import type { FakeProgram } from '../process/fake-program.ts';
import type { FakeVolumes } from '../volumes/fake-volumes.ts';

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
