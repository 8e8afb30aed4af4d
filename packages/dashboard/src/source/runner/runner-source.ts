import { type Container, type ContainerFamily, DocktopusError } from '@docktopus/core';
import { familiesOf } from '@docktopus/core/kit';
import { toCreateBody } from '@docktopus/core/spec';
import type { DashboardSubject } from '@docktopus/runner';
import type { BoardWriter } from '../../board/index.ts';
import type { ActionSource, DashboardSource } from '../dashboard-source.ts';
import { engineSource } from '../engine/index.ts';
import { jobActions, jobSource } from './job-source.ts';
import { findKey } from './member-views.ts';
import { RunnerBoard } from './runner-board.ts';

/**
 * What a running blueprint tells of itself: its containers by label, and what only its process knows, such as readiness,
 * the plan, families and jobs.
 *
 * @throws DocktopusError `dashboard.invalid` for a runner without a context.
 */
export function runnerSource(subject: DashboardSubject): DashboardSource {
  const { blueprint, contexts, queue } = subject;
  const [first] = contexts;
  if (first === undefined) throw noContext();
  const slots = () =>
    contexts.flatMap(({ containers }) => containers.names.map((name) => containers.get(name)));
  const slotOf = (id: string) => slots().find((slot) => slot.id === id);
  const wanted = (id: string) => {
    const spec = slotOf(id)?.spec;
    return spec === undefined ? undefined : toCreateBody(spec);
  };
  const onMember = async (
    name: string,
    text: string,
    act: (family: ContainerFamily<unknown, unknown>, key: unknown) => Promise<void>,
  ) => {
    const found = await findKey(contexts.flatMap(familiesOf), name, text);
    if (found === undefined) throw unknownMember(name, text);
    await act(found.family, found.key);
  };
  const engine = engineSource(first.docker, { blueprint, wanted });
  return {
    title: blueprint,
    containers: engine.containers,
    jobs: queue && jobSource(queue),
    actions: {
      container: {
        start: (id) =>
          throughSlot(
            slotOf(id),
            (slot) => slot.start(),
            () => engine.actions!.container!.start(id, never),
          ),
        stop: (id) =>
          throughSlot(
            slotOf(id),
            (slot) => slot.stop(),
            () => engine.actions!.container!.stop(id, never),
          ),
        restart: (id) =>
          throughSlot(
            slotOf(id),
            (slot) => slot.restart(),
            () => engine.actions!.container!.restart(id, never),
          ),
      },
      member: {
        stop: (family, key) => onMember(family, key, (found, id) => found.stop(id)),
        remove: (family, key) => onMember(family, key, (found, id) => found.remove(id)),
      },
      ...(queue && {
        job: jobActions(queue),
        submit: ({ job, body, ...options }) => subject.submit(job, body, options),
      }),
    } satisfies ActionSource,
    open: async (board: BoardWriter, signal: AbortSignal) => {
      const shown = new RunnerBoard(subject, board, signal);
      await engine.open(shown.withReadiness(), signal);
      shown.open();
    },
  };
}

/** Actions that were begun are not left half done when the page that asked goes away. */
const never = new AbortController().signal;

/** A slot knows more than the engine: that an end was wanted, and what to wait for after a start. */
async function throughSlot(
  slot: Container | undefined,
  act: (slot: Container) => Promise<unknown>,
  otherwise: () => Promise<void>,
): Promise<void> {
  if (slot === undefined) await otherwise();
  else await act(slot);
}

function unknownMember(family: string, key: string): DocktopusError {
  return new DocktopusError('family.key-unknown', {
    operation: 'dashboard',
    subject: `${family} ${key}`,
    reason: 'the family has no member of this key',
  });
}

function noContext(): DocktopusError {
  return new DocktopusError('dashboard.invalid', {
    operation: 'dashboard',
    reason: 'the runner has no context, so the dashboard has no containers to show',
    hint: 'Name a context in BlueprintRunner.for(YourContext), or leave out .http({ dashboard })',
  });
}
