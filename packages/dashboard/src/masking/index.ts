export { maskJson } from './mask-json.ts';
export { isSecretName, MASK, maskArguments, maskText } from './mask-text.ts';
