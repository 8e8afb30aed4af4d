export { DocktopusError, type ErrorFacts, isDocktopusError } from './docktopus-error.ts';
export type { ErrorCode } from './error-code.ts';
export { type Issue, invalid, printable } from './issue.ts';
export { nearest } from './nearest.ts';
export { withoutUserInfo } from './without-user-info.ts';
