import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ComposeProject, type ComposeProjectOptions, composeProject } from '@docktopus/compose';
import { connectDocker, type Docker } from '@docktopus/core';
import { busyboxImage, engineEndpoint, uniqueName } from './engine.ts';

/** A folder with Compose files, and everything that the engine has of its project; all of it goes with the test. */
export class ComposeBox implements AsyncDisposable {
  readonly docker: Docker;
  readonly folder: string;
  readonly name = uniqueName('compose').toLowerCase();

  private constructor(docker: Docker, folder: string) {
    this.docker = docker;
    this.folder = folder;
  }

  /** `IMAGE` in a file stands for an image that the engine has; its containers end at once when they are stopped. */
  static async with(files: Readonly<Record<string, string>>): Promise<ComposeBox> {
    const box = new ComposeBox(
      await connectDocker({ endpoint: engineEndpoint() }),
      await mkdtemp(join(tmpdir(), 'docktopus-compose-')),
    );
    await box.write(files);
    return box;
  }

  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content.replaceAll('IMAGE', busyboxImage()));
    }
  }

  project(options: ComposeProjectOptions = {}): Promise<ComposeProject> {
    const file = join(this.folder, 'compose.yaml');
    return composeProject(this.docker, file, { projectName: this.name, processEnv: false, ...options });
  }

  /** The names and ids of the project's containers. */
  async containers(): Promise<ReadonlyMap<string, string>> {
    const found = await this.docker.engine.listContainers({ filters: this.#filters });
    return new Map(found.map(({ Names, Id }) => [Names[0]!.slice(1), Id] as const).sort());
  }

  async networks(): Promise<readonly string[]> {
    return (await this.docker.networks.list({ filters: this.#filters })).map(({ Name }) => Name).sort();
  }

  async volumes(): Promise<readonly string[]> {
    return (await this.docker.volumes.list({ filters: this.#filters })).map(({ Name }) => Name).sort();
  }

  get #filters() {
    return { label: [`com.docker.compose.project=${this.name}`] };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await using docker = await connectDocker({ endpoint: engineEndpoint() });
    const filters = this.#filters;
    for (const { Id } of await docker.engine.listContainers({ filters }))
      await docker.engine.removeContainer(Id, { force: true, volumes: true });
    for (const { Id } of await docker.networks.list({ filters })) await docker.networks.remove(Id);
    for (const { Name } of await docker.volumes.list({ filters })) await docker.volumes.remove(Name);
    await this.docker.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
