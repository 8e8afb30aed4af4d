import { DocktopusError } from '../../errors/index.ts';
import { CALL_OPTIONS, checkOptions, type OptionReaders, readFlag } from '../../input/index.ts';
import { anySignal, type CallOptions, startDeadline } from '../../scope/index.ts';
import type { CallTarget } from '../call-target.ts';
import { endOfProcess } from './end-of-process.ts';
import { ProcessStreams } from './process-streams.ts';

/** Options of `container.attach()`. */
export interface AttachOptions extends CallOptions {
  /** Whether it can be written to; the spec needs `openStdin`, and `StdinOnce` for an end of the input. @default false */
  readonly stdin?: boolean | undefined;
}

const OPTIONS: OptionReaders<AttachOptions> = { ...CALL_OPTIONS, stdin: readFlag };

/** The streams of the container's own process, from now on. */
export async function attach(target: CallTarget, options: AttachOptions): Promise<ProcessStreams> {
  const { docker, id, subject } = target;
  const operation = 'container.attach';
  checkOptions(options, OPTIONS, operation, subject);
  const { stdin = false } = options;
  using deadline = startDeadline(options, 30_000, operation, subject);
  const before = await docker.engine.inspectContainer(id, { signal: deadline.signal });
  const { Config } = before;
  const refusal = (reason: string, hint: string) =>
    new DocktopusError('spec.invalid', {
      operation,
      subject,
      reason,
      hint,
      details: {
        issues: [
          { path: 'openStdin', got: String(Config.OpenStdin), expected: 'an input', because: reason, hint },
        ],
      },
    });
  if (stdin && Config.OpenStdin !== true) {
    throw refusal('its stdin is closed', 'Create it with openStdin()');
  }
  const stream = await docker.engine.attachContainer(id, {
    stdin,
    signal: options.signal,
    ...deadline.rest(),
  });
  const endInput = async () => {
    if (stdin && Config.StdinOnce === true) return stream.endInput();
    throw refusal(
      'its input cannot be ended: the engine keeps stdin open for the next client',
      'Create it with openStdin() and createOptions({ StdinOnce: true }), and attach with stdin',
    );
  };
  return new ProcessStreams({ ...stream, endInput }, Config.Tty === true, (closed) =>
    endOfProcess(target, before, anySignal(options.signal, closed)),
  );
}
