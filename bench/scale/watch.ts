import type { Answer, Request } from './watch-message.ts';
import { nowMs } from './watch-message.ts';
import { WAYS } from './way.ts';

/** A process that knows the status of many containers in one of the ways, so that its memory and CPU are those of that way. */
const [, , way = '', image = ''] = process.argv;
const launch = await WAYS[way as keyof typeof WAYS]();
const tell = (answer: Answer) => void process.send?.(answer);
const watch = await launch(image, (id) => tell({ ended: id, atMs: nowMs() }));
process.on('message', ({ grow }: Request) => {
  watch.grow(grow).then(
    (grown) => tell({ grown }),
    (error: unknown) => {
      process.stderr.write(`${way}: ${String(error)}\n`);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => void watch.close().finally(() => process.exit()));
tell({ grown: [] });
