import { type Container, container } from '@docktopus/core';
import { body, job } from '@docktopus/runner';
import { injectable } from 'tsyringe';
import { z } from 'zod';

const Key = z.object({ key: z.string().regex(/^\w{1,32}$/) });
const Entry = Key.extend({ value: z.string().max(1000) });

@injectable()
export class StoreJobs {
  @job('put')
  async put(@container('store') store: Container, @body(Entry) { key, value }: z.infer<typeof Entry>) {
    const { exitCode } = await store.exec(['sh', '-c', `cat > /store/${key}`], { stdin: value });
    return { stored: exitCode === 0 };
  }

  @job('get')
  async get(@container('store') store: Container, @body(Key) { key }: z.infer<typeof Key>) {
    const { exitCode, stdout } = await store.exec(['cat', `/store/${key}`]);
    return { value: exitCode === 0 ? stdout : null };
  }

  @job('keys')
  async keys(@container('store') store: Container) {
    const { stdout } = await store.exec(['ls', '/store']);
    return { keys: stdout.split('\n').filter(Boolean) };
  }
}
