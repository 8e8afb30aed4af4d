import type { PlanStepView, PlanView } from '../../board/plan-view.ts';
import { tables } from '../live/store.ts';
import { Age } from '../parts/age.tsx';
import { PlanGraph } from '../parts/plan-graph.tsx';
import { Badge, type Tone } from '../parts/status-badge.tsx';

const TONES: Readonly<Record<string, Tone>> = {
  waiting: 'off',
  running: 'busy',
  done: 'good',
  failed: 'bad',
};

/** What the last start of each blueprint did, and why. */
export function Plans() {
  const plans = [...tables.plan.value.values()].sort((a, b) => a.blueprint.localeCompare(b.blueprint));
  return (
    <>
      <h1>Plan</h1>
      {plans.length === 0 && (
        <p class="empty">A plan is known while its blueprint runs and serves its own dashboard.</p>
      )}
      {plans.map((plan) => (
        <Plan key={plan.blueprint} plan={plan} />
      ))}
    </>
  );
}

function Plan({ plan: { blueprint, at, dryRun, steps } }: { plan: PlanView }) {
  return (
    <section aria-label={`Plan of ${blueprint}`}>
      <div class="group-title">
        <h2>{blueprint}</h2>
        {dryRun && <Badge tone="off" text="dry run" />}
        {at !== undefined && (
          <span class="quiet">
            <Age since={at} /> ago
          </span>
        )}
      </div>
      <PlanGraph steps={steps} />
      <table>
        <thead>
          <tr>
            <th scope="col">Does</th>
            <th scope="col">What</th>
            <th scope="col">Why</th>
            <th scope="col">After</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <StepRow key={step.id} step={step} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function StepRow({ step: { op, resource, cause, after, state } }: { step: PlanStepView }) {
  return (
    <tr>
      <td data-label="Does">{op}</td>
      <th scope="row">{resource}</th>
      <td data-label="Why">{cause}</td>
      <td data-label="After">{after.length === 0 ? <span class="quiet">–</span> : after.join(', ')}</td>
      <td data-label="State">
        {state === undefined ? '' : <Badge tone={TONES[state] ?? 'off'} text={state} />}
      </td>
    </tr>
  );
}
