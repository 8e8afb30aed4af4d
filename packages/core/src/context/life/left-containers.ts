import type { Container } from '../../container/index.ts';
import { familyLabels, ownershipOf } from '../../labels/index.ts';
import { inParallel } from '../../scope/index.ts';
import { declaredContainers, declaresInInit } from '../declared-containers.ts';
import { declaredParts, PART_SEPARATOR } from '../declared-parts.ts';
import type { ContextLife } from './context-life.ts';
import { SINGLE_INSTANCE } from './single-instance.ts';

/** What an earlier run of a supervised program has left. A family knows its own. */
export class LeftContainers {
  readonly #life: ContextLife;
  readonly #left: { readonly id: string; readonly name: string }[];

  private constructor(life: ContextLife, left: { readonly id: string; readonly name: string }[]) {
    this.#life = life;
    this.#left = left;
  }

  static async of(life: ContextLife, signal: AbortSignal): Promise<LeftContainers> {
    const { engine } = life.connection.docker;
    const found = await engine.listContainers({ all: true, filters: { label: life.marks }, signal });
    const left = found
      .filter(({ Labels }) => Labels[familyLabels.family] === undefined)
      .map(({ Id, Labels }) => ({ id: Id, name: ownershipOf(Labels)?.name ?? '' }))
      .filter(({ name }) => name !== SINGLE_INSTANCE);
    return new LeftContainers(life, left);
  }

  /**
   * Removes those that this run cannot adopt, once they are known: what was made while the earlier run lasted, and what the
   * context no longer declares.
   *
   * @param context whose `onInit()` has ended; without it, a class that declares its containers there keeps them all.
   * @param taken what `onInit()` has made or adopted.
   */
  async removeUndeclared(
    type: { readonly prototype: object },
    signal: AbortSignal,
    context?: object,
    taken: readonly Container[] = [],
  ): Promise<void> {
    if (declaresInInit(type) !== (context !== undefined)) return;
    const declaring = context === undefined ? type : { prototype: context };
    const declared = declaredContainers(declaring);
    // A part, such as a Compose project, adopts or removes its own.
    const hasParts = declaredParts(declaring).size > 0;
    const isOfPart = (name: string) => hasParts && name.includes(PART_SEPARATOR);
    const used = new Set(taken.map(({ id }) => id));
    const doomed = this.#left.filter(
      ({ id, name }) => !declared.has(name) && !used.has(id) && !isOfPart(name),
    );
    const { engine } = this.#life.connection.docker;
    await inParallel(doomed, async ({ id }) => {
      await engine.removeContainer(id, { force: true, volumes: true, signal });
    });
  }
}
