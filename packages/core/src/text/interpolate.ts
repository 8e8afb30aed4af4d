import { checkText } from './check-text.ts';
import { parseTemplate, type TemplateReference } from './template.ts';

/** Values by name, or a look-up; a name without a value is unset. */
export type Variables = Readonly<Record<string, string | undefined>> | ((name: string) => string | undefined);

/** The text with its variables in place and the names that were unset without a default, or why there is none. */
export type Interpolation =
  | { readonly ok: true; readonly text: string; readonly unset: readonly string[] }
  | { readonly ok: false; readonly problem: string };

/** More nesting or more text than anybody writes: what others supply may not take unbounded time or memory. */
const MAX_DEPTH = 50;
const MAX_LENGTH = 4 * 1024 * 1024;

/**
 * Replaces the variables in `template` as Compose does: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`,
 * `${NAME:?error}`, `${NAME?error}`, `${NAME:+alternative}`, `${NAME+alternative}`, nested; `$$` is `$`.
 *
 * An operand is read only when it is needed. Values are not interpolated again.
 */
export function interpolate(template: string, variables: Variables): Interpolation {
  checkText(template, variables, 'interpolate');
  const unset = new Set<string>();
  try {
    const text = expand(template, lookupIn(variables), unset, 0);
    return { ok: true, text, unset: [...unset] };
  } catch (error) {
    if (error instanceof TemplateProblem) return { ok: false, problem: error.message };
    throw error;
  }
}

export function lookupIn(variables: Variables): (name: string) => string | undefined {
  if (typeof variables === 'function') return variables;
  return (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined);
}

class TemplateProblem extends Error {}

type Lookup = (name: string) => string | undefined;

function expand(template: string, lookup: Lookup, unset: Set<string>, depth: number): string {
  if (depth > MAX_DEPTH) throw new TemplateProblem(`variables are nested more than ${MAX_DEPTH} levels deep`);
  const parsed = parseTemplate(template);
  if (!parsed.ok) throw new TemplateProblem(parsed.problem);
  let text = '';
  for (const part of parsed.parts) {
    text += typeof part === 'string' ? part : valueAt(part, lookup, unset, depth);
    if (text.length > MAX_LENGTH)
      throw new TemplateProblem(`the result is longer than ${MAX_LENGTH} characters`);
  }
  return text;
}

function valueAt(reference: TemplateReference, lookup: Lookup, unset: Set<string>, depth: number): string {
  const { name, operator, operand } = reference;
  const value = lookup(name);
  if (operator === undefined) {
    if (value === undefined) unset.add(name);
    return value ?? '';
  }
  const has = operator.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
  const kind = operator.at(-1);
  if (kind === '+') return has ? expand(operand, lookup, unset, depth + 1) : (value ?? '');
  if (has) return value!;
  const text = expand(operand, lookup, unset, depth + 1);
  if (kind === '-') return text;
  throw new TemplateProblem(
    text === ''
      ? `the required variable ${name} is missing`
      : `the required variable ${name} is missing: ${text}`,
  );
}
