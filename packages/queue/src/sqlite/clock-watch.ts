const LOOK_EVERY_MS = 1000;
/** What a timer may be late, and a clock be adjusted by, without having been set. */
const TOLERANCE_MS = 500;

/** Tells by how many milliseconds the clock of the machine was set, while the program runs. */
export function watchClock(onSet: (byMs: number) => void): Disposable {
  let [wall, steady] = [Date.now(), performance.now()];
  const timer = setInterval(() => {
    const [nowWall, nowSteady] = [Date.now(), performance.now()];
    const byMs = nowWall - wall - (nowSteady - steady);
    [wall, steady] = [nowWall, nowSteady];
    if (Math.abs(byMs) > TOLERANCE_MS) onSet(Math.round(byMs));
  }, LOOK_EVERY_MS);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
