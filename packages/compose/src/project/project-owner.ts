import type { ProjectGuard } from './project-guard.ts';

/** Who a project belongs to: a context, or nobody but its caller. */
export interface ProjectOwner {
  readonly guard: ProjectGuard;
  /** Our own labels on what is made, by its name. */
  readonly labels: (name: string) => Readonly<Record<string, string>>;
  /** Whether labels say that it ends with this owner. */
  readonly isOurs: (labels: Readonly<Record<string, string>>) => boolean;
  /** Why something with these labels is another living owner's; nothing when it is not. */
  readonly endsElsewhere: (labels: Readonly<Record<string, string>>) => string | undefined;
}
