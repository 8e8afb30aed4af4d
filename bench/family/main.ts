import 'reflect-metadata';
import { figureRows } from '../harness/figure-rows.ts';
import { removeOwn } from '../harness/own-containers.ts';
import { report } from '../harness/report.ts';
import { MEMBERS, memberRows } from './members.ts';
import { bodyRows, routeFigures } from './routes.ts';
import { wakeFigures } from './wakes.ts';

/** The cost of a family: a thousand members in memory, a wake, and the way through its router. */
report('family-members', await memberRows(), { members: MEMBERS });
const routes = await routeFigures();
report('family-router', figureRows(routes), { rounds: routes[0]?.rounds });
report('family-body', await bodyRows());
try {
  const wakes = await wakeFigures();
  report('family-wake', wakes.flatMap(figureRows), { rounds: wakes[0]?.[0]?.rounds });
} finally {
  await removeOwn();
}
