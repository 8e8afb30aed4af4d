/** What JSON leaves as it is: delete, the C1 controls, line separators, and marks that turn the direction of writing. */
const CONTROLS = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** JSON text that drives no terminal: the same value, with more of its characters escaped. */
export function plainJson(value: unknown, indent?: number): string {
  return escapeControls(JSON.stringify(value, undefined, indent));
}

/** Escapes in a text of JSON what a terminal would act on. */
export function escapeControls(json: string): string {
  return json.replace(CONTROLS, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
