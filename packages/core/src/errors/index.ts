export { type Amendment, amended } from './amended.ts';
export { type DescribeErrorOptions, describeError } from './describe-error.ts';
export { didYouMean } from './did-you-mean.ts';
export {
  type AnyDocktopusError,
  DocktopusError,
  type ErrorFacts,
  isDocktopusError,
} from './docktopus-error.ts';
export type { ErrorCode, ErrorCodes, ErrorDetails, SharedDetails } from './error-codes.ts';
export type { BuildStep, ContainerFailure, Difference, TriedPlace, VersionRange } from './error-details.ts';
export { helpLink } from './help-link.ts';
export { type CodeWithIssues, invalid } from './invalid.ts';
export { HIDDEN, type Issue, printIssue } from './issue.ts';
export { nearest } from './nearest.ts';
export { plainJson } from './plain-json.ts';
export { onOneLine, plainText } from './plain-text.ts';
export { printable } from './printable.ts';
export { schemaExpectation } from './schema-expectation.ts';
export { warn } from './warn.ts';
export { withoutUserInfo } from './without-user-info.ts';
