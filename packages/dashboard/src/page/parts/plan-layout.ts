import dagre from '@dagrejs/dagre';
import type { PlanStepView } from '../../board/plan-view.ts';

export interface PlanLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly {
    readonly step: PlanStepView;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
  readonly edges: readonly { readonly key: string; readonly path: string }[];
}

const HEIGHT = 42;
const MARGIN = 8;

/** Where each step stands in the picture: what comes first is on the left. */
export function layoutPlan(steps: readonly PlanStepView[]): PlanLayout {
  const graph = new dagre.graphlib.Graph().setGraph({
    rankdir: 'LR',
    nodesep: 14,
    ranksep: 40,
    marginx: MARGIN,
    marginy: MARGIN,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  const ids = new Set(steps.map(({ id }) => id));
  for (const { id, op, resource } of steps) {
    graph.setNode(id, { width: 24 + 7 * Math.max(op.length, resource.length), height: HEIGHT });
  }
  for (const { id, after } of steps)
    for (const before of after) if (ids.has(before)) graph.setEdge(before, id);
  dagre.layout(graph);
  const nodes = steps.map((step) => {
    const { x, y, width, height } = graph.node(step.id) as {
      x: number;
      y: number;
      width: number;
      height: number;
    };
    return { step, x, y, width, height };
  });
  const edges = graph.edges().map((edge) => {
    const { points } = graph.edge(edge) as { points: readonly { x: number; y: number }[] };
    return {
      key: `${edge.v} ${edge.w}`,
      path: points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join(''),
    };
  });
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return { width, height, nodes, edges };
}
