import { canonicalTree } from '../../packages/compose/src/load/canonical-tree.ts';
import { checkMeaning } from '../../packages/compose/src/load/check-meaning.ts';
import { checkTree } from '../../packages/compose/src/load/check-tree.ts';
import { dedupeTree } from '../../packages/compose/src/load/dedupe-tree.ts';
import { interpolateTree } from '../../packages/compose/src/load/interpolate-tree.ts';
import { mergeTrees } from '../../packages/compose/src/load/merge-tree.ts';
import { normalizeTree } from '../../packages/compose/src/load/normalize-tree.ts';
import { printTree } from '../../packages/compose/src/load/print-tree.ts';
import { PROJECT, SERVICE } from '../../packages/compose/src/schema/index.ts';
import {
  parseDuration,
  parsePort,
  parseSize,
  parseVolume,
  printDuration,
} from '../../packages/compose/src/syntax/index.ts';
import {
  type MapNode,
  map,
  nodeOf,
  Problems,
  plainOf,
  type TreeNode,
} from '../../packages/compose/src/tree/index.ts';
import { agreesWithDocker, type ExternalCase } from '../support/external-cases.ts';
import { sameOr } from '../support/same-model.ts';

const textOf = (one: ExternalCase) => one.input as string;

function taken<T>(result: { ok: true; value: T } | { ok: false; expected: string }): T {
  if (!result.ok) throw new Error(result.expected);
  return result.value;
}

function withoutProblems<T>(run: (problems: Problems) => T): T {
  const problems = new Problems();
  const result = run(problems);
  if (problems.any) throw new Error(JSON.stringify(problems.issues));
  return result;
}

agreesWithDocker('ports.json', 'compose.ParsePortConfig', (one) => taken(parsePort(textOf(one))));
agreesWithDocker('volumes.json', 'compose.ParseVolume', (one) => {
  const node = canonicalTree(nodeOf({ volumes: [one.input] }), SERVICE) as MapNode;
  taken(parseVolume(textOf(one)));
  const printed = withoutProblems((problems) => printTree(node, SERVICE, { problems })) as MapNode;
  return (plainOf(printed) as { volumes: unknown[] }).volumes[0];
});
agreesWithDocker('memory.json', 'compose.UnitBytes', (one) =>
  typeof one.input === 'number' ? String(one.input) : String(taken(parseSize(textOf(one)))),
);
agreesWithDocker('durations.json', 'compose.Duration', (one) => {
  const ns = taken(parseDuration(textOf(one)));
  return { ns: String(ns), string: printDuration(ns) };
});
agreesWithDocker('compose/merge.json', undefined, (one) =>
  plainOf(
    withoutProblems((problems) => mergeTrees(nodeOf(one.base), nodeOf(one.override), PROJECT, problems)),
  ),
);
agreesWithDocker('compose/unicity.json', undefined, (one) => plainOf(dedupeTree(nodeOf(one.input), PROJECT)));
agreesWithDocker('compose/normalize.json', undefined, (one) =>
  sameOr(one.expect, plainOf(normalizeTree(nodeOf(one.input) as MapNode, (name) => one.env?.[name]))),
);
agreesWithDocker('compose/schema.json', undefined, (one) =>
  withoutProblems((problems) => {
    checkTree(canonicalTree(nodeOf(one.input), PROJECT), PROJECT, problems);
    return 'valid';
  }),
);
agreesWithDocker('compose/validation.json', undefined, (one) => {
  const [first = '', ...rest] = (one.path as string).split('.');
  const inList = rest.at(-1) === '*' && rest.length > 1;
  const input = inList ? nodeOf([one.input]) : nodeOf(one.input);
  const keys = inList ? [first, 'a', rest[1]!] : [first, rest[0]!];
  const root = keys.reduceRight<TreeNode>((node, key) => map([[key, node]]), input) as MapNode;
  return withoutProblems((problems) => {
    checkMeaning(root, problems);
    return 'valid';
  });
});
agreesWithDocker(
  'compose/interpolate.json',
  undefined,
  (one) =>
    plainOf(
      withoutProblems((problems) =>
        interpolateTree(nodeOf(one.input), undefined, {
          variables: one.env ?? {},
          problems,
          unset: new Set(),
        }),
      ),
    ),
  { 'interpolate-0003': 'its answer comes from a look-up that the suite itself makes up' },
);
