import { checkArguments, checkOptions, type OptionReaders, type Reader } from '../../input/index.ts';

/** The last parameter of a method: its options. */
// biome-ignore lint/suspicious/noExplicitAny: the parameters of a method are known to be its own only.
type OptionsOf<M> = M extends (...args: infer A) => Promise<any>
  ? Required<A> extends readonly [...unknown[], infer Options]
    ? Options
    : never
  : never;

type NamesOfCalls<Api> = { [K in keyof Api]: OptionsOf<Api[K]> extends never ? never : K }[keyof Api];

/** Of each call: at which place its options are, counted from 0, how each of them is checked, and what is before them. */
export type CallTable<Api> = {
  readonly [K in NamesOfCalls<Api>]: readonly [
    place: number,
    readers: OptionReaders<OptionsOf<Api[K]>>,
    before?: Readonly<Record<string, Reader<unknown>>>,
  ];
};

type Entry = readonly [
  place: number,
  readers: OptionReaders<object>,
  before?: Readonly<Record<string, Reader<unknown>>>,
];

/**
 * `calls`, each of which checks what it is given before it does anything, and rejects with `spec.invalid` for what it
 * cannot take.
 *
 * @param room names the calls in errors: `'images'`.
 */
export function checkedCalls<Api extends object>(calls: Api, room: string, table: CallTable<Api>): Api {
  const checked = { ...calls } as Record<string, unknown>;
  for (const [name, [place, readers, before]] of Object.entries<Entry>(table)) {
    const call = calls[name as keyof Api] as (...args: readonly unknown[]) => Promise<unknown>;
    checked[name] = async (...args: readonly unknown[]) => {
      const operation = `${room}.${name}`;
      const subject = place > 0 && typeof args[0] === 'string' ? args[0] : undefined;
      if (before !== undefined) {
        const given = Object.fromEntries(Object.keys(before).map((key, index) => [key, args[index]]));
        checkArguments(given, before, operation, subject);
      }
      const options = args[place];
      if (options !== undefined) checkOptions<object>(options as object, readers, operation, subject);
      return call(...args);
    };
  }
  return checked as Api;
}
