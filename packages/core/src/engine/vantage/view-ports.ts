import type { CallOptions } from '../../scope/index.ts';
import type { ContainerInspect } from '../model/container-inspect.ts';
import type { PlacedClient } from './placed-client.ts';
import type { PortView } from './reach-port.ts';

/** Looks at a container's ports from here. Networks may have been joined since the last look, so nothing of it is kept. */
export async function viewPorts(
  docker: PlacedClient,
  inspect: ContainerInspect,
  options: CallOptions = {},
): Promise<PortView> {
  const { engine } = docker;
  const here = await docker.vantage(options);
  const withNetwork = async (container: ContainerInspect) => {
    const other = /^container:(.+)/.exec(container.HostConfig.NetworkMode ?? '')?.[1];
    return other === undefined ? container : await engine.inspectContainer(other, options);
  };
  return {
    vantage: here,
    own:
      here.at === 'container'
        ? await withNetwork(await engine.inspectContainer(here.id, options))
        : undefined,
    target: await withNetwork(inspect),
  };
}
