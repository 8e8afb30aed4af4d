/** One process's knowledge of containers. */
export interface Watch {
  /** Has so many of them, or knows so many; their ids. */
  grow(count: number): Promise<readonly string[]>;
  close(): Promise<void>;
}

export type Launch = (image: string, onEnd: (id: string) => void) => Promise<Watch>;

/** Each is loaded by the process that watches in that way, and by no other: its memory is measured. */
export const WAYS = {
  'engine API with node:http': async () => (await import('./raw-way.ts')).rawWay,
  docktopus: async () => (await import('./docktopus-way.ts')).docktopusWay,
  dockerode: async () => (await import('./dockerode-way.ts')).dockerodeWay,
} as const satisfies Record<string, () => Promise<Launch>>;
