import { checkArguments, type Problems } from '../input/index.ts';

const READERS = {
  text: (value: unknown, problems: Problems) =>
    typeof value === 'string' ? value : problems.refuse(value, 'a string'),
  variables: (value: unknown, problems: Problems) =>
    typeof value === 'function' || (typeof value === 'object' && value !== null)
      ? value
      : problems.refuse(value, 'an object of variables, or a function that finds one'),
};

/** @throws DocktopusError `spec.invalid` for what is no text, or no variables. */
export function checkText(text: string, variables: object, operation: string): void {
  // Asked for each value of a file, and nearly always in order.
  if (typeof text === 'string' && typeof variables === 'function') return;
  checkArguments({ text, variables }, READERS, operation);
}
