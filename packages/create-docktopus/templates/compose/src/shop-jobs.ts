import { job } from '@docktopus/runner';
import { inject, injectable } from 'tsyringe';
import { ShopContext } from './shop-context.ts';

@injectable()
export class ShopJobs {
  constructor(@inject(ShopContext) private readonly ctx: ShopContext) {}

  /** Runs a command in a container of the project. */
  @job('check')
  async check() {
    const { stdout, exitCode } = await this.ctx.shop.service('web').exec(['echo', 'web is here']);
    return { exitCode, said: stdout.trim() };
  }
}
