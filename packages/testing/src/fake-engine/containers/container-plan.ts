import type { FakeFiles } from '../fake-files.ts';
import type { FakeImage } from '../images/fake-image.ts';
import type { FakeConfig, FakeHostConfig, FakeMount } from './container-config.ts';

/** What a container was created with. */
export interface ContainerPlan {
  readonly id: string;
  readonly name: string;
  readonly image: FakeImage;
  readonly config: FakeConfig;
  readonly hostConfig: FakeHostConfig;
  readonly mounts: readonly FakeMount[];
  readonly files: FakeFiles;
  readonly created: bigint;
  /** Whether its command line is the image's own. */
  readonly imageCommand: boolean;
}

/** The command line of the container's own process. */
export function commandOf({ config }: Pick<ContainerPlan, 'config'>): readonly string[] {
  return [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])];
}
