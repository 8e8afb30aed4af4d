import { type ContainerPool, config, DockerContext } from '@docktopus/core';
import { injectable } from 'tsyringe';
import { Settings } from './settings.ts';

/** Keeps started containers waiting, each for one untrusted program. */
@injectable()
export class SandboxContext extends DockerContext {
  @config(Settings) override readonly env!: Settings;
  sandboxes!: ContainerPool;

  override async onReady(): Promise<void> {
    const { image, warm, most } = this.env;
    const sandbox = this.container(image)
      .cmd(['sleep', '3600'])
      .networks('none')
      .readOnlyRootfs()
      .tmpfs('/tmp:size=8m,noexec,nosuid,nodev')
      .user('65534:65534')
      .capDrop('ALL')
      .securityOpt('no-new-privileges')
      .limits({ memory: '64m', memorySwap: '64m', cpus: 0.5, pids: 32 })
      .logDriver('none')
      .stopTimeout(0);
    this.sandboxes = this.pool('sandbox', sandbox, { min: warm, max: most });
    await this.sandboxes.ready();
  }
}
