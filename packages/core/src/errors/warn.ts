import { plainText } from './plain-text.ts';

/** Tells a person something through Node's warnings, which print a text as it is: this one may be an engine's or a registry's. */
export function warn(message: string, code: `DOCKTOPUS_${string}`, detail?: string): void {
  process.emitWarning(plainText(message), {
    type: 'DocktopusWarning',
    code,
    ...(detail === undefined ? {} : { detail: plainText(detail) }),
  });
}
