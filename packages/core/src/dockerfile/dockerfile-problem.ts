/** Why a Dockerfile cannot be read, as a sentence; its reader adds the line and makes a {@link DocktopusError} of it. */
export class DockerfileProblem extends Error {}
