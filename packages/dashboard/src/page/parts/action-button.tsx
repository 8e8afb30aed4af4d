import { signal } from '@preact/signals';
import { ApiError, write } from '../api.ts';

/** Why the last action failed. */
const actionProblem = signal('');

interface ActionButtonProps {
  readonly name: string;
  /** Below `api/v1`. */
  readonly path: string;
  /** What is asked before it is done. */
  readonly question?: string;
}

/** Does something in the blueprint; shown only where actions are allowed. */
export function ActionButton({ name, path, question }: ActionButtonProps) {
  return (
    <button type="button" onClick={() => void act(path, question)}>
      {name}
    </button>
  );
}

async function act(path: string, question: string | undefined): Promise<void> {
  if (question !== undefined && !confirm(question)) return;
  actionProblem.value = '';
  try {
    await write('POST', path);
  } catch (error) {
    const hint = error instanceof ApiError && error.hint !== undefined ? ` ${error.hint}` : '';
    actionProblem.value = `${error instanceof Error ? error.message : String(error)}.${hint}`;
  }
}

export function ActionProblem() {
  return actionProblem.value === '' ? null : (
    <p class="trouble" role="alert">
      {actionProblem.value}
    </p>
  );
}
