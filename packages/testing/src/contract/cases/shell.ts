import assert from 'node:assert/strict';
import { cases } from '../contract-case.ts';

/** What `sh -c` prints and answers; what the fake engine's small shell does has to be what busybox does. */
const scripts: Readonly<
  Record<string, readonly (readonly [script: string, output: string, exitCode: number])[]>
> = {
  'runs lists, and gives the code of the last command': [
    ['true; false', '', 1],
    ['false && echo no || echo yes', 'yes\n', 0],
    ['! true', '', 1],
    ['(exit 3); echo $?', '3\n', 0],
    ['{ echo a; echo b; }', 'a\nb\n', 0],
    ['exit 300', '', 44],
    ['no-such-command 2>/dev/null', '', 127],
    ['echo a # b', 'a\n', 0],
  ],
  'quotes and expands words': [
    [`echo 'a  $HOME' "b  c" d\\ e`, 'a  $HOME b  c d e\n', 0],
    ['A=1; B="x y"; echo $A $B "$B" "$A$B"', '1 x y x y 1x y\n', 0],
    ['echo "${NO_SUCH:-else}" ${NO_SUCH-none}', 'else none\n', 0],
    ['A="a b"; for w in $A "c d"; do echo "<$w>"; done', '<a>\n<b>\n<c d>\n', 0],
    ['echo "$(echo in; echo side)" `echo old`', 'in\nside old\n', 0],
    ['A=1 sh -c "echo \\$A"', '1\n', 0],
    ['echo "a\\"b" \'\\n\'', 'a"b \\n\n', 0],
    ['echo $((1 + 2 * 3)) $(( (1 + 2) * 3 % 4 ))', '7 1\n', 0],
    ["sh -c 'echo $0 $1 $#' name arg", 'name arg 1\n', 0],
    [`sh -c 'for a in x"$@"y; do echo "<$a>"; done' name "a b" c`, '<xa b>\n<cy>\n', 0],
    [`sh -c 'for a in "$@" end; do echo "<$a>"; done' name`, '<end>\n', 0],
  ],
  'branches and loops': [
    ['if false; then echo a; elif true; then echo b; else echo c; fi', 'b\n', 0],
    ['i=0; while [ $i -lt 3 ]; do i=$((i + 1)); echo $i; done', '1\n2\n3\n', 0],
    ['i=0; until [ $i = 2 ]; do i=$((i+1)); done; echo $i', '2\n', 0],
    ['for i in 1 2 3 4; do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done', '1\n3\n', 0],
  ],
  redirects: [
    ['echo a > /tmp/r; echo b >> /tmp/r; cat < /tmp/r', 'a\nb\n', 0],
    ['echo err >&2', '', 0],
    ['{ echo out; echo err >&2; } 2>&1', 'out\nerr\n', 0],
    ['ls /no-such 2>/dev/null; echo $?', '1\n', 0],
    ['cat /no-such 2>/dev/null || echo missing', 'missing\n', 0],
  ],
  pipes: [
    ['echo hello | cat', 'hello\n', 0],
    ['seq 1 5 | tail -n 2 | head -n 1', '4\n', 0],
    ['echo "a b" | while read x y; do echo "$y $x"; done', 'b a\n', 0],
    ['printf "one\\ntwo\\n" | grep -c o', '2\n', 0],
    ['false | true', '', 0],
    ['printf "x" | wc -c', '1\n', 0],
  ],
  'tests files, texts and numbers': [
    ['touch /tmp/t; test -f /tmp/t && test ! -d /tmp/t && echo ok', 'ok\n', 0],
    ['[ -n "" ] || [ -z "" ] && echo ok', 'ok\n', 0],
    ['[ a = a ] && [ a != b ] && [ 2 -gt 1 ] && [ 1 -le 1 ] && echo ok', 'ok\n', 0],
    ['test -e /no-such; echo $?', '1\n', 0],
    ['mkdir -p /tmp/d/e && cd /tmp/d && pwd && rm -r e && ls', '/tmp/d\n', 0],
  ],
  formats: [
    ['printf "%s-%d\\n" a 5 b 6', 'a-5\nb-6\n', 0],
    ['printf "%03d|%5s|%%\\n" 7 x', '007|    x|%\n', 0],
    ['echo -n a; echo -e "b\\tc"', 'ab\tc\n', 0],
    ['seq 2 2 6', '2\n4\n6\n', 0],
  ],
};

/** One command for all scripts of a table: some engines take a second for each. */
const EACH_IN_A_SHELL = 'for s in "$@"; do sh -c "$s"; code=$?; echo; echo "<$code>"; done';

export const shellCases = cases(
  'shell',
  Object.fromEntries(
    Object.entries(scripts).map(([name, table]) => [
      name,
      async (bench) => {
        const id = await bench.run();
        const argv = ['sh', '-c', EACH_IN_A_SHELL, 'sh', ...table.map(([script]) => script)];
        const { stdout } = await bench.exec(id, argv, { AttachStderr: false });
        const seen = stdout.split(/\n<(\d+)>\n/);
        const results = table.map(([script], index) => [
          script,
          seen[2 * index],
          Number(seen[2 * index + 1]),
        ]);
        assert.deepEqual(results, table);
      },
    ]),
  ),
);
