import { firstAnswer } from './first-answer.ts';

/** A separate process that looks at ports, so that looking costs the contenders no turn of their event loop. */
process.on('message', (port: number) => {
  void firstAnswer(port).then((at) => process.send?.(at));
});
process.send?.('ready');
