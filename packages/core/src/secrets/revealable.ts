/** A secret that gives its value to whoever asks for it by name, such as `Secret` of the configuration. */
export interface Revealable {
  reveal(): string;
}

/** What a {@link Revealable} holds, or `value` itself. */
export function revealed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('reveal' in value)) return value;
  return typeof value.reveal === 'function' ? value.reveal() : value;
}
