import { type Container, container, isActive } from '@docktopus/core';
import { body, job } from '@docktopus/runner';
import { inject, injectable } from 'tsyringe';
import { NodeConfig, toText } from './node-config.ts';
import { NodeContext } from './node-context.ts';
import { type Rollout, rollOut } from './roll-out.ts';

export interface Alert {
  readonly exitCode: number | undefined;
  readonly oomKilled: boolean | undefined;
  readonly now: string | undefined;
}

@injectable()
export class NodeJobs {
  constructor(
    @inject(NodeContext) private readonly ctx: NodeContext,
    @container('node') private readonly node: Container,
  ) {}

  /** What the node says about itself. */
  @job('status')
  async status(): Promise<NodeConfig> {
    const { host, port } = await this.node.port(8545);
    return NodeConfig.parse(await (await fetch(`http://${host}:${port}/status`)).json());
  }

  @job('configure')
  configure(@body(NodeConfig) next: NodeConfig): Promise<Rollout> {
    return rollOut(this.node, this.ctx.configs, toText(next), this.ctx.env.readyWithinMs);
  }

  /** Called when the node was seen down. Looks again: a rollout that was under way may have been the reason. */
  @job('alert')
  async alert(): Promise<Alert | undefined> {
    if (isActive(await this.node.status())) return undefined;
    const exit = await this.node.wait();
    await this.node.start();
    return { exitCode: exit?.exitCode, oomKilled: exit?.oomKilled, now: await this.node.status() };
  }
}
