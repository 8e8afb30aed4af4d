/** The time, in milliseconds since the epoch. A test has another one. */
export class Clock {
  now(): number {
    return Date.now();
  }
}
