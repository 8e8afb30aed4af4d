import { parseTemplate } from './template.ts';

/** One variable that a template asks for. */
export interface TemplateVariable {
  readonly name: string;
  /** Whether a missing value is an error: `${NAME:?…}`, `${NAME?…}`. */
  readonly required: boolean;
  /** What `${NAME:-…}` and `${NAME-…}` fall back to, as it is written. */
  readonly defaultValue?: string;
  /** What `${NAME:+…}` and `${NAME+…}` put in its place, as it is written. */
  readonly alternative?: string;
}

/** The variables that the texts of `value` (a text, or lists and records of them) ask for, those in defaults included. */
export function templateVariables(value: unknown): readonly TemplateVariable[] {
  const found = new Map<string, TemplateVariable>();
  collect(value, found, 0);
  return [...found.values()];
}

const MAX_DEPTH = 100;

function collect(value: unknown, found: Map<string, TemplateVariable>, depth: number): void {
  if (depth > MAX_DEPTH) return;
  if (typeof value === 'string') collectFrom(value, found, depth);
  else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) collect(item, found, depth + 1);
  }
}

function collectFrom(template: string, found: Map<string, TemplateVariable>, depth: number): void {
  const parsed = parseTemplate(template);
  if (!parsed.ok) return;
  for (const part of parsed.parts) {
    if (typeof part === 'string') continue;
    const { name, operator, operand } = part;
    const kind = operator?.at(-1);
    found.set(name, {
      name,
      required: kind === '?',
      ...(kind === '-' ? { defaultValue: operand } : {}),
      ...(kind === '+' ? { alternative: operand } : {}),
    });
    if (kind === '-' || kind === '+') collect(operand, found, depth + 1);
  }
}
