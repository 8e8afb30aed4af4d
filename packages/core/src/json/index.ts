export { canonicalJson } from './canonical-json.ts';
export { isRecord } from './is-record.ts';
export { mergeDeep } from './merge-deep.ts';
