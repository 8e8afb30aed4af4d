import { type Problems, readAnyText, readList } from '../../input/index.ts';

/** An argument vector. */
export function readCommand(value: unknown, problems: Problems): readonly string[] | undefined {
  if (typeof value === 'string') {
    return problems.refuse(value, 'a list of arguments', {
      hint: "for a shell command write ['sh', '-c', '…']",
    });
  }
  return readList(readAnyText)(value, problems);
}

/** As {@link readCommand}; an empty one clears the image's, which the engine calls `['']`. */
export function readEntrypoint(value: unknown, problems: Problems): readonly string[] | undefined {
  const argv = readCommand(value, problems);
  return argv?.length === 0 ? [''] : argv;
}
