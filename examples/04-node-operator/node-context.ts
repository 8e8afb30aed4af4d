import { type Container, config, container, DockerContext, ready } from '@docktopus/core';
import { injectable } from 'tsyringe';
import { ConfigVolume } from './config-volume.ts';
import { FIRST_CONFIG, toText } from './node-config.ts';
import { NodeSettings } from './node-settings.ts';
import { SIMULATED_NODE } from './simulated-node.ts';

@injectable()
export class NodeContext extends DockerContext {
  @config(NodeSettings) override readonly env!: NodeSettings;
  configs!: ConfigVolume;

  @container<NodeContext>((c, ctx) =>
    c
      .image(ctx.env.image)
      .name(`${ctx.env.name}-node`)
      .cmd(['sh', '-c', SIMULATED_NODE])
      .volumes({ name: ctx.configs.name, target: '/config', readOnly: true })
      // A file that its user alone can read. Neither environment, labels nor command line know it.
      .files({
        target: '/run/secrets/validator-key',
        content: ctx.env.validatorKey,
        secret: true,
        uid: 65534,
        gid: 65534,
      })
      .user('65534:65534')
      .capDrop('ALL')
      .ports({ '8545/tcp': { hostPort: 0 } })
      // Two of one validator would sign twice: who starts it again is the blueprint's decision.
      .restartPolicy('no')
      .limits({ memory: '64m', cpus: 0.5, pids: 32 })
      .logDriver('json-file', { 'max-size': '1m' })
      .stopTimeout('5s')
      .init(false)
      .readyWhen(ready.http(8545, '/status')),
  )
  readonly node!: Container;

  /** The node begins with the last configuration that was good: a rollout may have been cut short. */
  override async onInit(): Promise<void> {
    this.configs = await ConfigVolume.open(this, this.env.image, `${this.env.name}-config`);
    const good = (await this.configs.read('good.conf')) ?? toText(FIRST_CONFIG);
    await this.configs.write('node.conf', good);
    await this.configs.write('good.conf', good);
  }
}
