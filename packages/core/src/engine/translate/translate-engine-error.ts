import { DocktopusError, type ErrorCode, isDocktopusError } from '../../errors/index.ts';
import { EngineHttpError } from '../transport/engine-http-error.ts';
import { ANSWER_TOO_LONG } from '../transport/read-all.ts';
import { engineReplies } from './engine-replies.ts';
import { sshHint } from './ssh-hint.ts';
import { tlsHint } from './tls-hint.ts';

/** Which call failed; the subject is what it was done to. */
export interface FailedCall {
  readonly operation: string;
  readonly subject?: string | undefined;
  /** What a bare 404 means for this call. */
  readonly notFound?: Extract<ErrorCode, `${string}.not-found`> | undefined;
  /** Printable, for failures of the connection. */
  readonly endpoint?: string | undefined;
}

/** Any failure of a call to the engine as a {@link DocktopusError} with its code; the original is its cause. */
export function translateEngineError(error: unknown, call: FailedCall): DocktopusError {
  if (isDocktopusError(error)) return error;
  if (error instanceof EngineHttpError) return refusal(error, call);
  return connectionFailure(error, call);
}

/** What the engine says within a stream or after a refusal, as an error with its code. */
export function engineRefusal(
  reason: string,
  call: FailedCall,
  cause?: unknown,
  status = 500,
): DocktopusError {
  const known = engineReplies.find(({ says }) => says.test(reason));
  const code = known?.code ?? codeOfStatus(status, call.notFound);
  return new DocktopusError(code, {
    operation: call.operation,
    subject: call.subject,
    reason: withoutFullStop(reason),
    hint: known?.hint,
    cause,
    details: { status },
  });
}

function refusal(error: EngineHttpError, call: FailedCall): DocktopusError {
  return engineRefusal(error.reason, call, error, error.statusCode);
}

function codeOfStatus(status: number, notFound: FailedCall['notFound']): ErrorCode {
  if (status === 401) return 'image.unauthorized';
  if (status === 404 && notFound !== undefined) return notFound;
  if (status === 409) return 'engine.conflict';
  if (status === 501) return 'engine.unsupported';
  return 'engine.failed';
}

const UNREACHABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such socket',
  ENOTDIR: 'a part of the path is a file, not a directory',
  ELOOP: 'the links of the path form a circle',
  EACCES: 'permission denied',
  EPERM: 'the system does not permit it',
  EMFILE: 'this process has too many files open',
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the host does not answer',
  ENOTSOCK: 'it is not a socket',
};

const DISCONNECTED = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ESHUTDOWN',
]);

/** Why there is no connection in plain words, or `undefined` when `error` is of another kind. */
export function unreachableReason(error: unknown): string | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ESSH') return message;
  if (code?.startsWith('ERR_OSSL_')) return `the TLS files cannot be used: ${message}`;
  if (code !== undefined && /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO)/.test(code)) {
    return `TLS failed: ${message}`;
  }
  return code === undefined ? undefined : UNREACHABLE[code];
}

function connectionFailure(error: unknown, { operation, subject, endpoint }: FailedCall): DocktopusError {
  const at = endpoint === undefined ? 'the engine' : `the engine at ${endpoint}`;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  const unreachable = error instanceof Error ? unreachableReason(error) : undefined;
  if (unreachable !== undefined) {
    const hint =
      code === 'EACCES'
        ? 'Add this user to the group `docker`, or use a rootless engine'
        : ((code === 'ESSH' ? sshHint(unreachable) : tlsHint(unreachable)) ?? 'Is the engine running?');
    const reason = `${at} cannot be reached: ${unreachable}`;
    return new DocktopusError('engine.unreachable', { operation, subject, reason, hint, cause: error });
  }
  if (code !== undefined && DISCONNECTED.has(code)) {
    const reason = `the connection to ${at} was lost before the answer was complete`;
    return new DocktopusError('engine.disconnected', { operation, subject, reason, cause: error });
  }
  if (code?.startsWith('HPE_')) {
    const reason = `${at} does not speak HTTP: ${messageOf(error)}`;
    return new DocktopusError('engine.protocol', { operation, subject, reason, cause: error });
  }
  const isProtocol = code === ANSWER_TOO_LONG;
  const reason = messageOf(error);
  return new DocktopusError(isProtocol ? 'engine.protocol' : 'engine.failed', {
    operation,
    subject,
    reason,
    cause: error,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function withoutFullStop(text: string): string {
  return text.replace(/\.$/, '');
}
