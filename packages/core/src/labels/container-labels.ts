import { LABEL_PREFIX } from './label-prefix.ts';

/** The labels of one container that its slot knows it by. */
export const containerLabels = {
  /** On a container that belongs to no context: the hash of its spec. */
  standalone: `${LABEL_PREFIX}standalone`,
  /** The id of the one create call that made the container, which tells it apart even when the call's answer was lost. */
  creation: `${LABEL_PREFIX}creation`,
  /** On a container that a durable job has made: the id of its call. */
  job: `${LABEL_PREFIX}job`,
  /** On a container with a name: what its spec says, option by option, to tell later what has changed. */
  spec: `${LABEL_PREFIX}spec`,
} as const;
