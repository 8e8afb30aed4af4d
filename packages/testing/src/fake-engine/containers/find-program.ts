import type { FakeImageScript } from '../images/fake-image.ts';
import type { FakeProgram } from '../process/fake-program.ts';
import { applets } from '../shell/applets.ts';

/** The program that a command line stands for in an image. */
export function findCommand(script: FakeImageScript, argv: readonly string[]): FakeProgram | undefined {
  const name = argv[0]?.split('/').at(-1) ?? '';
  const own = script.commands?.[name];
  if (own !== undefined) return own;
  return script.shell === false ? undefined : applets.get(name);
}

/** The program of a container's own process: `run` stands for whatever is no known command. */
export function findMainProgram(
  script: FakeImageScript,
  argv: readonly string[],
  isImageDefault: boolean,
): FakeProgram | undefined {
  const named = script.commands?.[argv[0]?.split('/').at(-1) ?? ''];
  if (named !== undefined) return named;
  if (isImageDefault && script.run !== undefined) return script.run;
  return findCommand(script, argv) ?? script.run;
}
