import { Container, type SlotClaim, type SlotOwner } from '../../container/index.ts';
import type { Docker } from '../../engine/index.ts';
import { DocktopusError, isDocktopusError, warn } from '../../errors/index.ts';
import { ownershipOf } from '../../labels/index.ts';
import { answerTimeout, delay } from '../../scope/index.ts';
import { until, watchContainer } from '../../status/index.ts';
import { type Connection, isLiveContext } from './context-life.ts';
import { containerOwner } from './context-owner.ts';

/** How often a standby asks whether the other instance is gone, besides listening to the engine's events. */
const LOOK_AGAIN_MS = 5_000;

/** How long an instance tries to take its lock again after somebody removed it. */
const RETAKE_MS = 30_000;

/** The name of the lock among the containers of its context, which no property can have. */
export const SINGLE_INSTANCE = '@single';

/** Whether the context of that nonce is one of this instance: contexts of one injector are. */
type IsOfInstance = (nonce: string) => boolean;

/** A file of nothing, as a tar archive. */
const EMPTY_ARCHIVE = Buffer.alloc(1_024);

/**
 * The lock of a blueprint of which one instance runs at a time: a container that is never started. The engine gives its
 * name to one caller; its labels tell whose it is, and whether that process is still there. It is made from any image of
 * the engine, and is removed with everything else of the context. Contexts of one injector are one instance and share it.
 */
export class SingleInstance {
  readonly #connection: Connection;
  readonly #lock: Container;
  /** Why the other instance counts as running, as a clause. */
  #holder = '';
  #guarded = false;

  private constructor(connection: Connection, isOfInstance: IsOfInstance, image: string) {
    const { marks: docker, identity } = connection;
    const { spec } = Container.builder(docker, image)
      .name(`${identity.blueprint}-single-instance`)
      .cmd(['true'])
      .networks('none')
      .pull('never')
      .onConflict('adopt')
      .strict('off');
    this.#connection = connection;
    this.#lock = Container.slot(
      docker,
      spec,
      lockOwner(connection, isOfInstance, (why) => {
        this.#holder = why;
      }),
    );
  }

  static async of(
    connection: Connection,
    isOfInstance: IsOfInstance,
    signal: AbortSignal,
  ): Promise<SingleInstance> {
    return new SingleInstance(connection, isOfInstance, await anyImage(connection.marks, signal));
  }

  /** @throws DocktopusError `context.in-use` while another instance runs. */
  async take(signal: AbortSignal): Promise<void> {
    try {
      await this.#lock.create({ signal });
      this.#guard();
    } catch (error) {
      throw isDocktopusError(error, 'name.in-use')
        ? inUse(this.#connection, this.#holder, error.details.existingId)
        : error;
    }
  }

  /** Resolves once no other instance runs. */
  async wait(signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        await this.take(signal);
        return;
      } catch (error) {
        if (!isDocktopusError(error, 'context.in-use')) throw error;
        await this.#changed(error.details.existingId, signal);
      }
    }
  }

  /** Takes the lock again when somebody removes it, as a prune of stopped containers does, until the context closes. */
  #guard(): void {
    if (this.#guarded) return;
    this.#guarded = true;
    const closing = new AbortController();
    let taking: Promise<void> | undefined;
    const retake = async () => {
      try {
        await this.take(AbortSignal.any([closing.signal, answerTimeout(RETAKE_MS)]));
      } catch (error) {
        if (closing.signal.aborted) return;
        warn(String(error), 'DOCKTOPUS_SINGLE');
      }
    };
    const guarding = this.#lock.state$.subscribe(({ id, status, stale }) => {
      if (!stale && status === undefined && id !== undefined) taking = retake();
    });
    this.#connection.scope.use(async () => {
      guarding.unsubscribe();
      closing.abort();
      await taking;
    });
  }

  /** Resolves once the other lock is gone, and after a while in any case. */
  async #changed(id: string | undefined, signal: AbortSignal): Promise<void> {
    if (id === undefined) return await delay(LOOK_AGAIN_MS, signal);
    const gone = until(
      watchContainer(this.#connection.marks, id),
      ({ status, stale }) => status === undefined && !stale,
      { signal, timeoutMs: LOOK_AGAIN_MS },
    );
    await gone.catch(() => signal.throwIfAborted());
  }
}

/**
 * As the owner of any container of the context, but the lock of another context of this injector is ours as well, and one
 * that a closed context of this process left is replaced.
 */
function lockOwner(
  { identity, here }: Connection,
  isOfInstance: IsOfInstance,
  onHolder: (why: string) => void,
): SlotOwner {
  const owner = containerOwner(identity, SINGLE_INSTANCE, { lifetime: 'session' }, here);
  return (specHash): SlotClaim => {
    const claim = owner(specHash);
    return {
      ...claim,
      adopts(existing) {
        const verdict = claim.adopts(existing);
        onHolder(verdict.why);
        const holder = ownershipOf(existing.labels);
        if (holder?.session !== identity.session || holder.name !== SINGLE_INSTANCE) return verdict;
        if (!isLiveContext(holder.nonce)) return { adoption: 'replace', why: 'its context is closed' };
        if (isOfInstance(holder.nonce)) return { adoption: 'adopt', why: 'it is of this instance' };
        return verdict;
      },
    };
  };
}

async function anyImage({ images, request }: Docker, signal: AbortSignal): Promise<string> {
  const [first] = await images.list({ signal });
  if (first !== undefined) return first.Id;
  const imported = {
    method: 'POST',
    path: '/images/create',
    query: { fromSrc: '-', repo: 'docktopus/empty', tag: '1' },
  } as const;
  await request({ ...imported, body: EMPTY_ARCHIVE }, { signal, answer: 'text' });
  return 'docktopus/empty:1';
}

function inUse(
  { name, identity }: Connection,
  holder: string,
  existingId: string | undefined,
): DocktopusError {
  return new DocktopusError('context.in-use', {
    operation: 'context.connect',
    subject: name,
    reason: `another instance of blueprint ${identity.blueprint} runs: ${holder}`,
    hint: "Stop that one first, or connect with single: 'standby' to wait for its end",
    details: { existingId },
  });
}
