import { archiveCases } from './cases/archive.ts';
import { attachCases } from './cases/attach.ts';
import { createCases } from './cases/create.ts';
import { dockerodeCases } from './cases/dockerode.ts';
import { engineCases } from './cases/engine.ts';
import { eventCases } from './cases/events.ts';
import { execCases } from './cases/exec.ts';
import { healthCases } from './cases/health.ts';
import { imageCases } from './cases/images.ts';
import { killCases } from './cases/kill.ts';
import { listCases } from './cases/list.ts';
import { logCases } from './cases/logs.ts';
import { nameCases } from './cases/names.ts';
import { networkCases } from './cases/networks.ts';
import { pauseCases } from './cases/pause.ts';
import { portCases } from './cases/ports.ts';
import { removeCases } from './cases/remove.ts';
import { requestCases } from './cases/request.ts';
import { restartPolicyCases } from './cases/restart-policy.ts';
import { shellCases } from './cases/shell.ts';
import { startCases } from './cases/start.ts';
import { stopCases } from './cases/stop.ts';
import { volumeCases } from './cases/volumes.ts';
import { waitCases } from './cases/wait.ts';
import type { ContractCase } from './contract-case.ts';

/** Everything that every engine does, in the order in which a reader would ask. */
export const contractCases: readonly ContractCase[] = [
  ...engineCases,
  ...createCases,
  ...nameCases,
  ...startCases,
  ...waitCases,
  ...stopCases,
  ...killCases,
  ...pauseCases,
  ...removeCases,
  ...restartPolicyCases,
  ...healthCases,
  ...listCases,
  ...eventCases,
  ...logCases,
  ...attachCases,
  ...execCases,
  ...archiveCases,
  ...networkCases,
  ...portCases,
  ...volumeCases,
  ...imageCases,
  ...requestCases,
  ...dockerodeCases,
  ...shellCases,
];
