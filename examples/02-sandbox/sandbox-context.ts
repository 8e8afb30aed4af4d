import { type ContainerPool, config, DockerContext } from '@docktopus/core';
import { injectable } from 'tsyringe';
import { SandboxSettings } from './sandbox-settings.ts';
import { SUPERVISOR } from './supervisor.ts';

@injectable()
export class SandboxContext extends DockerContext {
  @config(SandboxSettings) override readonly env!: SandboxSettings;
  sandboxes!: ContainerPool;

  /** A container for untrusted code. */
  sandbox() {
    const { image, memory, cpus, processes } = this.env;
    return (
      this.container(image)
        .cmd(['sh', '-c', SUPERVISOR])
        .openStdin()
        .networks('none')
        .readOnlyRootfs()
        .tmpfs('/tmp:size=8m,noexec,nosuid,nodev')
        .user('65534:65534')
        .capDrop('ALL')
        .securityOpt('no-new-privileges')
        // As much swap as memory is no swap at all.
        .limits({ memory, memorySwap: memory, cpus, pids: processes })
        .ulimits('nofile=64', 'core=0')
        // Nothing of what it writes reaches the disk.
        .logDriver('none')
        .restartPolicy('no')
        .stopTimeout('1s')
        .init(false)
        // All that matters is said: it is ready with its process, which reads its input when it gets to it.
        .strict('off')
    );
  }

  override async onReady(): Promise<void> {
    const { warm, most } = this.env;
    this.sandboxes = this.pool('sandbox', this.sandbox(), { min: warm, max: most });
    await this.sandboxes.ready({ timeoutMs: 120_000 });
  }
}
