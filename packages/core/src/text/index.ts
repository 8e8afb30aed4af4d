export { type Interpolation, interpolate, type Variables } from './interpolate.ts';
export { newSha256 } from './new-sha256.ts';
export { type EnvFile, type EnvFileProblem, parseEnvFile } from './parse-env-file.ts';
export { parsePlainEnvFile } from './parse-plain-env-file.ts';
export { type ShellWords, splitShellWords } from './split-shell-words.ts';
export { type TemplateVariable, templateVariables } from './template-variables.ts';
export { isSpace, trim, trimStart } from './white-space.ts';
