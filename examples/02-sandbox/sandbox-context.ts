import { type ContainerFamily, config, DockerContext } from '@docktopus/core';
import { injectable } from 'tsyringe';
import { SandboxSettings } from './sandbox-settings.ts';
import { SUPERVISOR } from './supervisor.ts';

@injectable()
export class SandboxContext extends DockerContext {
  @config(SandboxSettings) override readonly env!: SandboxSettings;
  sandboxes!: ContainerFamily<string>;

  /** A container for untrusted code: what is not said here is said by the profile. */
  sandbox() {
    const { image, memory, cpus, processes } = this.env;
    return (
      this.container(image)
        .cmd(['sh', '-c', SUPERVISOR])
        .openStdin()
        .tmpfs('/tmp:size=8m,noexec,nosuid,nodev')
        .limits({ memory, cpus, pids: processes })
        .ulimits('nofile=64', 'core=0')
        // Nothing of what it writes reaches the disk.
        .logDriver('none')
        .stopTimeout('1s')
        // It is ready with its process, which reads its input when it gets to it.
        .strict('off')
    );
  }

  /** One sandbox for each run, which has its key. */
  override onReady(): void {
    const { warm, most, memory } = this.env;
    this.sandboxes = this.family('sandbox', (_run: string) => this.sandbox(), {
      // The supervisor is process 1, so that no program can kill it.
      profile: { name: 'untrusted', memory, init: false },
      network: 'none',
      pool: { ready: warm },
      capacity: { running: most, whenFull: 'wait' },
      idle: { after: '1m', then: 'remove' },
      // A container that has ended has run its program.
      crash: { restart: 'never' },
    });
  }
}
