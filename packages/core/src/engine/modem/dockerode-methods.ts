import type { Readable } from 'node:stream';

/**
 * What dockerode's methods take besides their own options, which its types leave out: query and body apart, so that
 * nothing of the body can get into the URL, and the signal.
 */
export interface MethodOptions {
  readonly abortSignal: AbortSignal;
  readonly _query?: Readonly<Record<string, unknown>>;
  readonly _body?: Readonly<Record<string, unknown>>;
  /** Streams the answer instead of collecting it. */
  readonly follow?: boolean;
  readonly stream?: boolean;
  /** Takes the connection over. */
  readonly hijack?: boolean;
  readonly stdin?: boolean;
  readonly authconfig?: Readonly<Record<string, unknown>>;
  readonly registryconfig?: Readonly<Record<string, unknown>>;
}

type Method = (options: MethodOptions) => Promise<unknown>;
type Archive = Readable | Buffer;

/** dockerode's methods as they are used here: each sends one request and answers with what came back. */
export interface DockerodeMethods {
  readonly ping: Method;
  readonly version: Method;
  readonly getEvents: Method;
  readonly listContainers: Method;
  readonly listImages: Method;
  readonly listNetworks: Method;
  readonly listVolumes: Method;
  readonly createNetwork: Method;
  readonly createVolume: Method;
  readonly getImages: Method;
  createImage(auth: Readonly<Record<string, unknown>>, options: MethodOptions): Promise<unknown>;
  loadImage(archive: Archive, options: MethodOptions): Promise<unknown>;
  buildImage(archive: Archive, options: MethodOptions): Promise<unknown>;
  getContainer(
    id: string,
  ): Readonly<
    Record<
      | 'inspect'
      | 'start'
      | 'stop'
      | 'restart'
      | 'kill'
      | 'pause'
      | 'unpause'
      | 'rename'
      | 'remove'
      | 'update'
      | 'wait'
      | 'logs'
      | 'stats'
      | 'attach'
      | 'exec'
      | 'getArchive',
      Method
    >
  > & { putArchive(archive: Archive, options: MethodOptions): Promise<unknown> };
  getExec(id: string): Readonly<Record<'start' | 'inspect' | 'resize', Method>>;
  getImage(reference: string): Readonly<Record<'inspect' | 'tag' | 'push' | 'remove', Method>>;
  getNetwork(idOrName: string): Readonly<Record<'inspect' | 'connect' | 'disconnect' | 'remove', Method>>;
  getVolume(name: string): Readonly<Record<'inspect' | 'remove', Method>>;
  readonly modem: { dial(options: object, callback: (error: Error | null, answer: unknown) => void): void };
}
