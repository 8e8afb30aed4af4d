/**
 * Process 1 of a sandbox. It waits for one program on its input, runs it, kills whatever that has left, and ends with
 * its exit code. Its last words on stderr are a token that only the caller knows and how many forks were denied.
 *
 * From the moment the program runs, the script uses what is built into the shell: there may be no process to spare.
 */
export const SUPERVISOR = `
read -r token size interpreter
head -c "$size" > /tmp/program
events=/sys/fs/cgroup/pids.events
[ -e "$events" ] || events=/sys/fs/cgroup/pids/pids.events

finish() {
  kill -9 -1 2>/dev/null
  read -r _ denied < "$events"
  printf '%s %s\\n' "$token" "$denied" >&2
  exit "$1"
}

trap 'finish 143' TERM
$interpreter /tmp/program &
wait $!
finish $?
`;

/** What the supervisor reads: a line about the program, then the program. */
export function inputOf(token: string, interpreter: string, code: string): string {
  return `${token} ${Buffer.byteLength(code)} ${interpreter}\n${code}`;
}

/** Takes the last words off; they are missing when the supervisor was killed itself. */
export function withoutLastWords(stderr: string, token: string): { stderr: string; deniedForks: number } {
  const at = stderr.lastIndexOf(token);
  if (at === -1) return { stderr, deniedForks: 0 };
  return { stderr: stderr.slice(0, at), deniedForks: Number(stderr.slice(at + token.length)) };
}
