export { findDirective, findSyntax } from './directives.ts';
export { type DockerfileImagesOptions, dockerfileImages } from './dockerfile-images.ts';
export { type ExpandedWord, type ExpandWordOptions, expandWord } from './expand-word.ts';
export { type Heredoc, parseHeredoc } from './heredoc.ts';
export type { ArgInstruction, DockerfileArg, DockerfileHealthcheck, Instruction } from './instruction.ts';
export { type DockerfileNode, type DockerfileTree, parseDockerfile } from './parse-dockerfile.ts';
export { parseJsonList, splitWords } from './read-arguments.ts';
export { type Dockerfile, type DockerfileStage, readDockerfile } from './read-dockerfile.ts';
export type { RunMount } from './run-mount.ts';
