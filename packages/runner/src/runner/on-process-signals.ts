const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Calls `onSignal` with the first and the second SIGINT or SIGTERM. After the second, Node does again what it does
 * without handlers, so that a third one ends the process.
 */
export function onProcessSignals(onSignal: (name: string, count: number) => void): Disposable {
  let count = 0;
  const listener = (name: NodeJS.Signals) => {
    count += 1;
    if (count === 2) stop();
    onSignal(name, count);
  };
  const stop = () => {
    for (const name of SIGNALS) process.removeListener(name, listener);
  };
  for (const name of SIGNALS) process.on(name, listener);
  return { [Symbol.dispose]: stop };
}
