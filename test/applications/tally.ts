import { blueprint } from '@docktopus/runner';
import { z } from 'zod';

/** Counts in a file of its container; the applications of this folder serve it below `/ops`. */
export const tally = blueprint({
  settings: { image: z.string() },
  containers: ({ env, container }) => ({
    box: container(env.image).cmd(['sleep', '600']).stopSignal('SIGKILL'),
  }),
  jobs: ({ box, job }) => ({
    add: job(z.object({ n: z.number().int() }), async ({ n }) => {
      const { stdout } = await box.exec([
        'sh',
        '-c',
        `echo ${n} >> /sum; awk '{ s += $1 } END { print s }' /sum`,
      ]);
      return { sum: Number(stdout) };
    }),
  }),
  producers: ({ webhook }) => [
    webhook({ path: '/add', jobId: 'add', auth: { type: 'none' }, mode: 'result' }),
  ],
});

/** What callers of these applications have to know. */
export const TOKEN = 'right';

/** Tells the test where the application listens. */
export function announce(port: number): void {
  console.log(`ready on ${port}`);
}
