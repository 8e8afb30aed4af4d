import type { ProjectStep } from './project-step.ts';

type Draft<Step> = Step extends ProjectStep
  ? Omit<Step, 'after'> & { readonly after?: readonly (string | undefined)[] | undefined }
  : never;

/** A plan in the making. */
export class PlanDraft {
  readonly #steps: ProjectStep[] = [];
  readonly #ids = new Set<string>();

  get steps(): readonly ProjectStep[] {
    return this.#steps;
  }

  opOf(id: string): ProjectStep['op'] | undefined {
    return this.#steps.find((step) => step.id === id)?.op;
  }

  /** Adds a step; ids that are taken get a number. Steps before it are counted once. */
  add(draft: Draft<ProjectStep>): string {
    let id = draft.id;
    for (let count = 2; this.#ids.has(id); count++) id = `${draft.id} (${count})`;
    this.#ids.add(id);
    const after = [...new Set(draft.after?.filter((step) => step !== undefined))];
    this.#steps.push({ ...draft, id, after } as ProjectStep);
    return id;
  }
}
