import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import type { Container } from '@docktopus/core';
import { DocktopusModule, InjectContainer } from '@docktopus/nestjs';
import {
  Body,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  Module,
  Post,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { announce, TOKEN, tally } from './tally.ts';

@Injectable()
class TokenGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string> }>();
    return headers.token === TOKEN;
  }
}

@Controller()
class AppController {
  constructor(@InjectContainer('box') readonly box: Container) {}

  @Get()
  root(): string {
    return 'the application';
  }

  @Post('echo')
  echo(@Body() body: unknown): unknown {
    return body;
  }
}

@Module({
  imports: [DocktopusModule.forRoot(tally, { mount: { path: 'ops', guards: [TokenGuard] } })],
  controllers: [AppController],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'], rawBody: true });
// Without the option, NestJS ends the process by the signal, and with no exit code.
app.enableShutdownHooks(undefined, { useProcessExit: true });
await app.listen(0, '127.0.0.1');
announce((app.getHttpServer().address() as AddressInfo).port);
