import { z } from 'zod';

/** What a caller sends. */
export const Program = z.object({
  language: z.enum(['sh', 'awk']),
  code: z.string().max(65_536),
});

export type Program = z.infer<typeof Program>;

/** The command that runs a file of a language. */
export const INTERPRETERS: Readonly<Record<Program['language'], string>> = { sh: 'sh', awk: 'awk -f' };
