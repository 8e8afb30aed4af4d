/**
 * A small blueprint that a test sends signals to. Its settings come as JSON in the first argument. It says on stdout,
 * one line each, when it runs, which calls it has accepted, and which results they had.
 */
import 'reflect-metadata';
import { type Container, container, DockerContext, isDocktopusError } from '@docktopus/core';
import { BlueprintRunner, body, type JobRequest, job, silentLogger } from '@docktopus/runner';

interface Settings {
  readonly name: string;
  readonly label: string;
  readonly image: string;
  readonly endpoint: string;
  readonly graceMs: number;
  /** How many calls there are, and what each of them runs in the container. */
  readonly calls: number;
  readonly script: string;
  readonly producerFails?: string;
}

const settings: Settings = JSON.parse(process.argv[2] ?? '{}');
const say = (line: string) => process.stdout.write(`${line}\n`);

class ExecContext extends DockerContext {
  @container((c) =>
    c
      .image(settings.image)
      .cmd(['sleep', '600'])
      .stopSignal('SIGKILL')
      .labels({ [settings.label]: '' })
      .pull('never'),
  )
  readonly box!: Container;
}

class ExecJobs {
  @job('run', { concurrency: 16 })
  async run(@container('box') box: Container, @body() script: string) {
    say('began');
    const { exitCode } = await box.exec(['sh', '-c', script]);
    return { exitCode };
  }
}

async function* calls(): AsyncGenerator<JobRequest> {
  for (let id = 0; id < settings.calls; id += 1)
    yield { jobId: 'run', body: settings.script, id: String(id) };
  say('all handed in');
  if (settings.producerFails !== undefined) throw new Error(settings.producerFails);
  // A producer that goes on, so that the end of the runner is the signal's doing.
  await new Promise(() => undefined);
}

const runner = BlueprintRunner.for(ExecContext)
  .jobs(ExecJobs)
  .layer((call, next) => {
    say(`accepted ${call.id}`);
    return next();
  })
  .producer(calls())
  .consumer((result) => {
    const how = result.ok ? 'ok' : isDocktopusError(result.error) ? result.error.code : result.error.message;
    say(`result ${result.callId} ${how}`);
  })
  .onShutdown(() => say('hook'))
  .options({
    graceMs: settings.graceMs,
    logger: silentLogger,
    connect: {
      endpoint: settings.endpoint,
      config: { name: settings.name, strict: 'off' },
      configSources: { args: false, env: false, envFile: false, file: false },
    },
  });

runner.state$.subscribe(({ phase }) => say(`phase ${phase}`));
await runner.run();
say('ended');
