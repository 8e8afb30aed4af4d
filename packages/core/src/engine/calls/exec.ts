import type { Duplex } from 'node:stream';
import { checkOptions, readInteger } from '../../input/index.ts';
import type { Engine } from '../engine.ts';
import type { ContainerInspect } from '../model/container-inspect.ts';
import type { EngineVersion } from '../model/engine-version.ts';
import { answeredId } from './answered-id.ts';
import { attachedStream } from './attached-stream.ts';
import { containerCall, containerPath } from './container-call.ts';
import type { EngineCalls } from './engine-calls.ts';
import { pathSegment } from './path-segment.ts';
import type { Call } from './running-call.ts';

interface ExecInspect {
  readonly Running: boolean;
  readonly ExitCode: number | null;
  readonly Pid: number;
}

type ExecCalls = Pick<Engine, 'createExec' | 'startExec' | 'inspectExec' | 'resizeExec' | 'attachContainer'>;

const TERMINAL_SIZE = { rows: readInteger(1, 65_535), columns: readInteger(1, 65_535) };

/** The calls about processes in a container, and about the connection to its own. */
export function execCalls(calls: EngineCalls, engine: EngineVersion['engine']): ExecCalls {
  return {
    async createExec(id, body, options) {
      const call = containerCall('createExec', id, options);
      const answer = await calls.ask<{ readonly Id?: string }>(call, {
        method: 'POST',
        path: containerPath(id, 'exec', call),
        body,
      });
      return { id: answeredId(answer.Id, call) };
    },

    async startExec(execId, { tty = false, stdin = false, ...options } = {}) {
      const call = execCall('startExec', execId, options);
      const stream = await calls.open<Duplex>(call, 'beginning', {
        method: 'POST',
        path: execPath(execId, 'start', call),
        body: { Detach: false, Tty: tty },
        upgrade: true,
      });
      // With input that the command has not read, Podman ends by a reset. A local socket gives all that was sent before
      // it; over others that may be lost. A caller that asks for the exit code learns whether the command has ended at all.
      const endsByReset = stdin && engine === 'podman' && calls.endpoint.startsWith('unix:');
      return attachedStream(stream, tty, endsByReset);
    },

    async inspectExec(execId, options) {
      const call = execCall('inspectExec', execId, options);
      const { Running, ExitCode, Pid } = await calls.ask<ExecInspect>(call, {
        path: execPath(execId, 'json', call),
      });
      return { running: Running, exitCode: Running ? undefined : (ExitCode ?? undefined), pid: Pid };
    },

    async resizeExec(execId, { rows, columns }, options) {
      checkOptions({ rows, columns }, TERMINAL_SIZE, 'engine.resizeExec', execId);
      const call = execCall('resizeExec', execId, options);
      await calls.tell(call, {
        method: 'POST',
        path: execPath(execId, 'resize', call),
        query: { h: rows, w: columns },
      });
    },

    async attachContainer(id, { stdin = false, ...options } = {}) {
      const call = containerCall('attachContainer', id, options);
      const { Config } = await calls.ask<ContainerInspect>(call, { path: containerPath(id, 'json', call) });
      const stream = await calls.open<Duplex>(call, 'beginning', {
        method: 'POST',
        path: containerPath(id, 'attach', call),
        query: { stream: true, stdin, stdout: true, stderr: true },
        upgrade: true,
      });
      return attachedStream(stream, Config.Tty === true);
    },
  };
}

function execCall(verb: string, execId: string, options: Call['options']): Call {
  return { operation: `engine.${verb}`, subject: execId, notFound: 'exec.not-found', options };
}

function execPath(execId: string, action: string, call: Call): string {
  return `/exec/${pathSegment(execId, call)}/${action}`;
}
