import { Inject, Injectable, Module, Scope } from '@nestjs/common';
import { ContextIdFactory, ModuleRef, NestFactory } from '@nestjs/core';
import type { Dispatcher } from './contenders.ts';

@Injectable()
class Context {
  readonly answer = 42;
}

@Injectable({ scope: Scope.REQUEST })
class Jobs {
  constructor(@Inject(Context) private readonly context: Context) {}

  run() {
    return this.context.answer;
  }
}

@Module({ providers: [Context, Jobs] })
class App {}

/** NestJS with a provider per request, which is its way to have something per call. */
export async function nest(): Promise<Dispatcher> {
  const app = await NestFactory.createApplicationContext(App, { logger: false });
  const modules = app.get(ModuleRef);
  return {
    name: 'NestJS, request scope',
    call: async () => (await modules.resolve(Jobs, ContextIdFactory.create(), { strict: false })).run(),
    share: 0.1,
    close: () => app.close(),
  };
}
