import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ContainerBuilder } from './container-builder.ts';

const empty = ContainerBuilder.for((spec) => ({ spec, create: async () => undefined }), {
  directory: '/srv/blueprint',
});
type Builder = typeof empty;
type Call = (builder: Builder) => Builder;

const word = fc.stringMatching(/^[a-z]{2,6}$/);
const port = fc.integer({ min: 1, max: 65_535 });
const dictionary = fc.dictionary(word, word, { maxKeys: 3 });

/** Any call, good or bad, as a function of a builder. */
const call: fc.Arbitrary<Call> = fc.oneof(
  fc.string().map(
    (name): Call =>
      (b) =>
        b.name(name),
  ),
  fc.array(fc.string()).map(
    (argv): Call =>
      (b) =>
        b.cmd(argv),
  ),
  dictionary.map(
    (env): Call =>
      (b) =>
        b.env(env),
  ),
  dictionary.map(
    (labels): Call =>
      (b) =>
        b.labels(labels),
  ),
  fc.array(fc.oneof(port, fc.string()), { maxLength: 3 }).map(
    (ports): Call =>
      (b) =>
        b.ports(ports),
  ),
  fc.array(word).map(
    (networks): Call =>
      (b) =>
        b.networks(networks),
  ),
  fc.record({ pids: fc.integer(), cpus: fc.double() }).map(
    (limits): Call =>
      (b) =>
        b.limits(limits),
  ),
  fc.string().map(
    (bind): Call =>
      (b) =>
        b.binds(bind),
  ),
  dictionary.map(
    (Labels): Call =>
      (b) =>
        b.createOptions({ Labels }),
  ),
  fc.jsonValue().map(
    (value): Call =>
      (b) =>
        b.createOptions(value as never),
  ),
  fc.anything().map(
    (value): Call =>
      (b) =>
        b.healthcheck(value as never),
  ),
);

/** What can be seen of a builder. */
function seen(builder: Builder): unknown {
  try {
    return { issues: builder.issues, spec: builder.spec, body: builder.toCreateOptions() };
  } catch (error) {
    return { issues: builder.issues, error: String(error) };
  }
}

const after = (calls: readonly Call[], builder: Builder = empty) =>
  calls.reduce((b, next) => next(b), builder);

test('a call never changes the builder that it is made on', () => {
  fc.assert(
    fc.property(fc.array(call, { maxLength: 8 }), call, (calls, one) => {
      const builder = after(calls, empty.image('busybox'));
      const before = seen(builder);
      one(builder);
      expect(seen(builder)).toEqual(before);
    }),
  );
});

test('any argument is answered: a spec, or spec.invalid', () => {
  fc.assert(
    fc.property(fc.array(call, { maxLength: 8 }), (calls) => {
      const { error, spec } = seen(after(calls, empty.image('busybox'))) as {
        error?: string;
        spec?: unknown;
      };
      expect(spec !== undefined || error?.startsWith('DocktopusError: container.spec')).toBe(true);
    }),
  );
});

test('settings with keys: later keys win, in one call or in two', () => {
  fc.assert(
    fc.property(dictionary, dictionary, (a, b) => {
      const both = { ...a, ...b };
      const builder = empty.image('busybox');
      expect(builder.env(a).env(b).spec.env).toEqual(builder.env(both).spec.env);
      expect(builder.labels(a).labels(b).spec.labels).toEqual(builder.labels(both).spec.labels);
      const merged = builder.createOptions({ Labels: a }).createOptions({ Labels: b });
      expect(merged.spec).toEqual(builder.createOptions({ Labels: both }).spec);
    }),
  );
});

test('lists: two calls are one call with both', () => {
  fc.assert(
    fc.property(fc.array(port), fc.array(port), (a, b) => {
      const builder = empty.image('busybox');
      expect(builder.ports(a).ports(b).spec).toEqual(builder.ports(a, b).spec);
      const hosts = (ports: readonly number[]) => ports.map((n) => `h${n}:1.2.3.4`);
      expect(builder.extraHosts(hosts(a)).extraHosts(hosts(b)).spec).toEqual(
        builder.extraHosts(hosts([...a, ...b])).spec,
      );
    }),
  );
});

test('calls of different methods may come in any order', () => {
  fc.assert(
    fc.property(dictionary, fc.array(port), fc.array(fc.stringMatching(/^\w*$/)), (env, ports, argv) => {
      const calls: readonly Call[] = [(b) => b.env(env), (b) => b.ports(ports), (b) => b.cmd(argv)];
      const forwards = after(calls, empty.image('busybox')).spec;
      expect(after(calls.toReversed(), empty.image('busybox')).spec).toEqual(forwards);
    }),
  );
});

test('createOptions come last whenever they are said', () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      const options = { Labels: { [a]: 'theirs' } };
      const builder = empty.image('busybox');
      const body = builder
        .createOptions(options)
        .labels({ [a]: 'ours', [b]: 'ours' })
        .toCreateOptions();
      expect(body.Labels).toEqual({ [b]: 'ours', [a]: 'theirs' });
    }),
  );
});
