// The public surface, room by room.

export { type Interpolation, interpolate, parseEnvFile } from '@docktopus/core/kit';
export type { ComposeErrorCodes } from './error-codes.ts';
export type { LoadedCompose } from './load/load-compose.ts';
export { loadCompose } from './load/load-compose.ts';
export type { ComposeFile, LoadComposeOptions } from './load/load-options.ts';
export type { ComposeModel } from './schema/compose-model.ts';
export type { Config, Model, Network, Secret, Service, Volume } from './schema/index.ts';
export type { ComposeIssue } from './tree/index.ts';
