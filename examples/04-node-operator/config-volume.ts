import { type Container, type DockerContext, isDocktopusError } from '@docktopus/core';

/** Files in a volume that outlives its containers; read and written whether or not one of them runs. */
export class ConfigVolume {
  private constructor(
    readonly name: string,
    private readonly holder: Container,
  ) {}

  /** Makes the volume when it is not there yet. */
  static async open(ctx: DockerContext, image: string, name: string): Promise<ConfigVolume> {
    await ctx.volumes.ensure(name);
    // Never started: the engine reaches into its volumes all the same. It goes with the context, the volume stays.
    const holder = await ctx.container(image).volumes(`${name}:/config`).strict('off').create();
    return new ConfigVolume(name, holder);
  }

  /** `undefined` when there is no such file. */
  async read(file: string): Promise<string | undefined> {
    try {
      return (await this.holder.readFile(`/config/${file}`)).toString('utf8');
    } catch (error) {
      if (isDocktopusError(error, 'path.not-found')) return undefined;
      throw error;
    }
  }

  async write(file: string, content: string): Promise<void> {
    await this.holder.copyTo({ content }, `/config/${file}`);
  }
}
