import { job, LOGGER, type Logger } from '@docktopus/runner';
import { inject, injectable } from 'tsyringe';
import { ShopContext } from './shop-context.ts';

@injectable()
export class ShopJobs {
  constructor(
    @inject(ShopContext) private readonly ctx: ShopContext,
    @inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Runs a command in a container of the project. */
  @job('check')
  async check() {
    const { stdout, exitCode } = await this.ctx.shop.service('web').exec(['echo', 'web is here']);
    const said = stdout.trim();
    this.log.info(`the container says: ${said}`);
    return { exitCode, said };
  }
}
