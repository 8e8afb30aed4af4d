import { spawn } from 'node:child_process';
import { DocktopusError } from '../../../errors/index.ts';
import type { Environment } from '../../endpoint/engine-discovery.ts';
import type { RegistryAuth } from './registry-auth.ts';

/** What a helper answers as the name when the secret is a token. */
const TOKEN = '<token>';
const NOT_FOUND = /credentials not found|no credentials/i;

/**
 * Asks `docker-credential-<helper>` for the credentials of `address`; `undefined` when it has none.
 *
 * @throws DocktopusError `image.unauthorized` when the helper cannot be run or fails.
 */
export async function askHelper(
  helper: string,
  address: string,
  env: Environment,
  signal: AbortSignal,
): Promise<RegistryAuth | undefined> {
  // It is a program's name: a path or an option in it would run something else.
  if (!/^[\w][\w.-]*$/.test(helper)) throw helperFailed(helper, address, 'this is not the name of a helper');
  const { exitCode, output } = await runHelper(helper, address, env, signal);
  if (exitCode !== 0) {
    if (NOT_FOUND.test(output)) return undefined;
    // What a failing helper prints is an error message; what a working one prints is a secret.
    throw helperFailed(helper, address, output.trim().slice(0, 200) || `it ended with exit code ${exitCode}`);
  }
  const answer = parsed(output, helper, address);
  if (!answer.Secret) return undefined;
  if (answer.Username === TOKEN) return { identityToken: answer.Secret, serverAddress: address };
  return { username: answer.Username, password: answer.Secret, serverAddress: address };
}

function runHelper(helper: string, address: string, env: Environment, signal: AbortSignal) {
  return new Promise<{ exitCode: number | null; output: string }>((resolve, reject) => {
    const child = spawn(`docker-credential-${helper}`, ['get'], {
      env,
      signal,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('error', (cause) => {
      reject(signal.aborted ? signal.reason : helperFailed(helper, address, 'it cannot be run', cause));
    });
    child.once('close', (exitCode) => resolve({ exitCode, output }));
    // A helper that ends without reading has said what it has to say by its exit code.
    child.stdin.on('error', () => child.stdin.destroy());
    child.stdin.end(address);
  });
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
    hint: "Install docker-credential-… on the PATH, or correct credHelpers and credsStore in the Docker CLI's config.json",
    cause,
  });
}
