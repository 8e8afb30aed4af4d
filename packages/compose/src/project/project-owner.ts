import type { Docker } from '@docktopus/core';

/** Who a project belongs to: a context, or nobody but its caller. */
export interface ProjectOwner {
  readonly docker: Docker;
  /** Our own labels on what is made, by its name. */
  readonly labels: (name: string) => Readonly<Record<string, string>>;
  /** Whether labels say that it ends with this owner. */
  readonly isOurs: (labels: Readonly<Record<string, string>>) => boolean;
  /** Why something with these labels is another living owner's; nothing when it is not. */
  readonly endsElsewhere: (labels: Readonly<Record<string, string>>) => string | undefined;
}
