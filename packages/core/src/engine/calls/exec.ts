import type { Duplex } from 'node:stream';
import type { Engine } from '../engine.ts';
import type { ContainerInspect } from '../model/container-inspect.ts';
import type { EngineVersion } from '../model/engine-version.ts';
import { answeredId } from './answered-id.ts';
import { statusOf } from './answers.ts';
import { attachedStream } from './attached-stream.ts';
import { containerCall } from './container-call.ts';
import type { EngineCalls } from './engine-calls.ts';
import type { Call } from './running-call.ts';
import { segment } from './segment.ts';

interface ExecInspect {
  readonly Running: boolean;
  readonly ExitCode: number | null;
  readonly Pid: number;
}

type ExecCalls = Pick<Engine, 'createExec' | 'startExec' | 'inspectExec' | 'resizeExec' | 'attachContainer'>;

/** The calls about processes in a container, and about the connection to its own. */
export function execCalls(calls: EngineCalls, engine: EngineVersion['engine']): ExecCalls {
  const { dockerode, endpoint } = calls;
  const exec = (id: string, call: Call) => dockerode.getExec(segment(id, call));
  return {
    async createExec(id, body, options) {
      const call = containerCall('createExec', id, options);
      const { id: execId } = await calls.ask<{ readonly id: string | undefined }>(call, (abortSignal) =>
        dockerode.getContainer(segment(id, call)).exec({ _body: { ...body }, abortSignal }),
      );
      return { id: answeredId(execId, call) };
    },

    async startExec(execId, { tty = false, stdin = false, ...options } = {}) {
      const call = execCall('startExec', execId, options);
      const stream = await calls.open<Duplex>(call, 'beginning', (abortSignal) =>
        exec(execId, call).start({ hijack: true, stdin, _body: { Detach: false, Tty: tty }, abortSignal }),
      );
      // With input that the command has not read, Podman ends by a reset. A local socket gives all that was sent before
      // it; over others that may be lost. Whoever wants the exit code hears whether the command has ended at all.
      const endsByReset = stdin && engine === 'podman' && endpoint.startsWith('unix:');
      return attachedStream(stream, tty, endsByReset);
    },

    async inspectExec(execId, options) {
      const call = execCall('inspectExec', execId, options);
      const { Running, ExitCode, Pid } = await calls.ask<ExecInspect>(call, (abortSignal) =>
        exec(execId, call).inspect({ abortSignal }),
      );
      return { running: Running, exitCode: Running ? undefined : (ExitCode ?? undefined), pid: Pid };
    },

    async resizeExec(execId, { rows, columns }, options) {
      const call = execCall('resizeExec', execId, options);
      await calls.run(call, async (abortSignal) => {
        try {
          await exec(execId, call).resize({ _query: { h: rows, w: columns }, abortSignal });
        } catch (error) {
          // Podman's way to say that it is done; dockerode knows 200 only.
          if (statusOf(error) !== 201) throw error;
        }
      });
    },

    async attachContainer(id, { stdin = false, ...options } = {}) {
      const call = containerCall('attachContainer', id, options);
      const container = dockerode.getContainer(segment(id, call));
      const { Config } = await calls.ask<ContainerInspect>(call, (abortSignal) =>
        container.inspect({ abortSignal }),
      );
      const query = { stream: true, stdin, stdout: true, stderr: true };
      const stream = await calls.open<Duplex>(call, 'beginning', (abortSignal) =>
        container.attach({ hijack: true, _query: query, abortSignal }),
      );
      return attachedStream(stream, Config.Tty === true);
    },
  };
}

function execCall(verb: string, execId: string, options: Call['options']): Call {
  return { operation: `engine.${verb}`, subject: execId, notFound: 'exec.not-found', options };
}
