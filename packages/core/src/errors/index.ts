export { didYouMean } from './did-you-mean.ts';
export { DocktopusError, type ErrorFacts, isDocktopusError } from './docktopus-error.ts';
export type { ErrorCode } from './error-code.ts';
export { HIDDEN, type Issue, invalid, printIssue } from './issue.ts';
export { nearest } from './nearest.ts';
export { printable } from './printable.ts';
export { schemaExpectation } from './schema-expectation.ts';
export { withoutUserInfo } from './without-user-info.ts';
