import { checkOptions, type OptionReaders } from '../../input/index.ts';

/** The last parameter of a method: its options. */
// biome-ignore lint/suspicious/noExplicitAny: the parameters of a method are known to be its own only.
type OptionsOf<M> = M extends (...args: infer A) => Promise<any>
  ? Required<A> extends readonly [...unknown[], infer Options]
    ? Options
    : never
  : never;

type NamesOfCalls<Api> = { [K in keyof Api]: OptionsOf<Api[K]> extends never ? never : K }[keyof Api];

/** Of each call: at which place its options are, counted from 0, and how each of them is checked. */
export type CallTable<Api> = {
  readonly [K in NamesOfCalls<Api>]: readonly [place: number, readers: OptionReaders<OptionsOf<Api[K]>>];
};

/**
 * `calls`, each of which checks its options before it does anything, and rejects with `spec.invalid` for those that it
 * does not have.
 *
 * @param room names the calls in errors: `'images'`.
 */
export function checkedCalls<Api extends object>(calls: Api, room: string, table: CallTable<Api>): Api {
  const checked = { ...calls } as Record<string, unknown>;
  for (const [name, [place, readers]] of Object.entries<readonly [number, object]>(table)) {
    const call = calls[name as keyof Api] as (...args: readonly unknown[]) => Promise<unknown>;
    checked[name] = async (...args: readonly unknown[]) => {
      const options = args[place];
      if (options !== undefined) {
        const subject = place > 0 && typeof args[0] === 'string' ? args[0] : undefined;
        checkOptions<object>(options as object, readers as OptionReaders<object>, `${room}.${name}`, subject);
      }
      return call(...args);
    };
  }
  return checked as Api;
}
