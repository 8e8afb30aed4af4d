import { type ChildProcess, spawn } from 'node:child_process';
import { DocktopusError } from '../../../errors/index.ts';
import { onAbort, startAnswerTimer } from '../../../scope/index.ts';
import type { Environment } from '../../endpoint/engine-discovery.ts';
import type { RegistryAuth } from './registry-auth.ts';

/** What a helper answers as the name when the secret is a token. */
const TOKEN = '<token>';
const NOT_FOUND = /credentials not found|no credentials/i;

/** A helper that has not answered by then is ended. */
export const HELPER_MS = 30_000;

/** More than any credentials are. */
const MOST_BYTES = 1024 * 1024;

/** The helper's program is not there. */
export const NOT_INSTALLED = Symbol('not installed');

/**
 * Asks `docker-credential-<helper>` for the credentials of `address`; `undefined` when it has none.
 *
 * @throws DocktopusError `image.unauthorized` when the helper cannot be run, fails, takes too long or says too much.
 */
export async function askHelper(
  helper: string,
  address: string,
  env: Environment,
  signal: AbortSignal,
): Promise<RegistryAuth | undefined | typeof NOT_INSTALLED> {
  // It is a program's name: a path or an option in it would run something else.
  if (!/^[\w][\w.-]*$/.test(helper)) throw helperFailed(helper, address, 'this is not the name of a helper');
  const ended = await runHelper(helper, address, env, signal);
  if (ended === NOT_INSTALLED) return NOT_INSTALLED;
  const { exitCode, output } = ended;
  if (exitCode !== 0) {
    if (NOT_FOUND.test(output)) return undefined;
    throw helperFailed(helper, address, quotable(output) ?? `it ended with exit code ${exitCode}`);
  }
  const answer = parsed(output, helper, address);
  if (!answer.Secret) return undefined;
  if (answer.Username === TOKEN) return { identityToken: answer.Secret, serverAddress: address };
  return { username: answer.Username, password: answer.Secret, serverAddress: address };
}

type Ended = { readonly exitCode: number | null; readonly output: string } | typeof NOT_INSTALLED;

function runHelper(helper: string, address: string, env: Environment, signal: AbortSignal): Promise<Ended> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    // In a group, so that the programs that it starts end with it.
    const child = spawn(`docker-credential-${helper}`, ['get'], {
      env,
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const settle = (act: () => void) => {
      timer[Symbol.dispose]();
      forget();
      act();
    };
    const end = (reason: unknown) => {
      endGroup(child);
      settle(() => reject(reason));
    };
    const timer = startAnswerTimer(HELPER_MS, () =>
      end(helperFailed(helper, address, `it has not answered within ${HELPER_MS} ms`)),
    );
    const forget = onAbort(signal, () => end(signal.reason));
    const parts: Buffer[] = [];
    let bytes = 0;
    child.stdout.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes <= MOST_BYTES) parts.push(part);
      else end(helperFailed(helper, address, `it wrote more than ${MOST_BYTES} bytes`));
    });
    child.once('error', (cause) => {
      const { code } = cause as NodeJS.ErrnoException;
      settle(() =>
        code === 'ENOENT'
          ? resolve(NOT_INSTALLED)
          : reject(helperFailed(helper, address, `it cannot be run (${code})`, cause)),
      );
    });
    child.once('close', (exitCode) =>
      settle(() => resolve({ exitCode, output: Buffer.concat(parts).toString('utf8') })),
    );
    // A helper that ends without reading has said what it has to say by its exit code.
    child.stdin.on('error', () => child.stdin.destroy());
    child.stdin.end(address);
  });
}

function endGroup({ pid, stdout, stdin }: ChildProcess): void {
  stdout?.destroy();
  stdin?.destroy();
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** The message of a helper that has failed; nothing of what may be the answer of a working one, which is a secret. */
function quotable(output: string): string | undefined {
  const text = output.trim();
  return text === '' || text.length > 200 || /["{}\n]|secret/i.test(text) ? undefined : text;
}

function parsed(output: string, helper: string, address: string): { Username?: string; Secret?: string } {
  try {
    return JSON.parse(output) as { Username?: string; Secret?: string };
  } catch {
    // The cause would quote the output, which may hold the secret.
    throw helperFailed(helper, address, 'its answer is not JSON');
  }
}

function helperFailed(helper: string, address: string, reason: string, cause?: unknown): DocktopusError {
  return new DocktopusError('image.unauthorized', {
    operation: 'images.auth',
    subject: address,
    reason: `the credential helper ${JSON.stringify(helper)} failed: ${reason}`,
    hint: `Run docker-credential-${helper} get by hand, or correct credHelpers and credsStore in the Docker CLI's config.json`,
    cause,
  });
}
