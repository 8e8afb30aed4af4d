import type { ServiceLogLine } from '@docktopus/compose';
import type { Invocation } from '../../invocation/invocation.ts';
import { logPrefixes } from '../text/log-prefix.ts';
import { readMoment } from '../text/read-span.ts';
import { type ProjectOptions, withProject } from './with-project.ts';

interface LogsOptions extends ProjectOptions {
  readonly follow?: boolean;
  readonly tail?: number;
  readonly since?: string;
  readonly until?: string;
  readonly timestamps?: boolean;
  readonly logPrefix: boolean;
}

/** `docktopus compose logs` */
export async function run(invocation: Invocation<LogsOptions>): Promise<undefined> {
  const { args, options, out, signal } = invocation;
  const { follow = false, tail, since, until, timestamps = false } = options;
  const now = Date.now();
  const request = {
    follow,
    tail,
    since: since === undefined ? undefined : readMoment(since, '--since', now),
    until: until === undefined ? undefined : readMoment(until, '--until', now),
    timestamps: timestamps || out.json,
    signal,
  };
  await withProject(invocation, async (project) => {
    const services = (args.length === 0 ? project.services : args).map((name) => project.service(name));
    await project.refresh({ signal });
    const chosen = new Set(services.map(({ name }) => name));
    const names = project.containers.names.filter((name) => chosen.has(name.replace(/-\d+$/, '')));
    const prefixes = new Map(
      logPrefixes(names, out.paint).map((prefix, i) => [names[i], options.logPrefix ? prefix : '']),
    );
    const print = ({ container, stream, line, time }: ServiceLogLine) => {
      if (out.json) out.data({ project: project.name, container, stream, line, time });
      else {
        const prefix = prefixes.get(container) ?? '';
        out.line(`${prefix}${timestamps ? `${time} ` : ''}${line}`);
      }
    };
    await Promise.all(
      services.map(async (service) => {
        for await (const line of service.logs(request)) print(line);
      }),
    );
  });
}
