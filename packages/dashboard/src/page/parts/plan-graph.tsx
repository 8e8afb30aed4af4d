import { useEffect, useState } from 'preact/hooks';
import type { PlanStepView } from '../../board/plan-view.ts';
import type { PlanLayout } from './plan-layout.ts';

/** More steps than these are a list only: such a picture would be unreadable. */
const MOST_STEPS = 60;

/** The steps as a picture: what waits for what. The table below it says the same in words. */
export function PlanGraph({ steps }: { steps: readonly PlanStepView[] }) {
  const [layout, setLayout] = useState<PlanLayout>();
  useEffect(() => {
    if (steps.length > MOST_STEPS || steps.every(({ after }) => after.length === 0)) {
      setLayout(undefined);
      return;
    }
    let current = true;
    void import('./plan-layout.ts').then(({ layoutPlan }) => {
      if (current) setLayout(layoutPlan(steps));
    });
    return () => {
      current = false;
    };
  }, [steps]);
  if (layout === undefined) return null;
  const { width, height, nodes, edges } = layout;
  return (
    <div class="graph">
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label="Order of the steps"
      >
        {edges.map(({ key, path }) => (
          <path key={key} d={path} class="edge" />
        ))}
        {nodes.map(({ step, x, y, width: w, height: h }) => (
          <g
            key={step.id}
            transform={`translate(${x - w / 2} ${y - h / 2})`}
            class={`node state-${step.state ?? 'unknown'}`}
          >
            <rect width={w} height={h} rx="6" />
            <text x="10" y="17" class="op">
              {step.op}
            </text>
            <text x="10" y="33">
              {step.resource}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}
