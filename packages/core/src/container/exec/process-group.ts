/**
 * What runs in a container to find and end a process with everything that it has started. All of it is for `sh`, with the
 * tools of any base image. A command that the engine starts leads a process group, so that a signal to it reaches both.
 */

/** `started PID` prints when the process was started, which tells it from a later one of its number. */
export const STARTED = `
started() {
  read -r line < "/proc/$1/stat" || return 0
  set -- \${line##*) }
  shift 19
  echo "$1"
} 2>/dev/null`;

/** `alive` looks for processes of the group of `$pid`, led since `$start`, that are no zombies. */
const IS_ALIVE = `
alive() {
  now=$(started "$pid")
  [ -n "$now" ] && [ "$now" != "$start" ] && return 1
  for stat in /proc/[0-9]*/stat; do
    read -r line < "$stat" || continue
    set -- \${line##*) }
    [ "$1" != Z ] && [ "$3" = "$pid" ] && return 0
  done 2>/dev/null
  return 1
}`;

/** Exit code of {@link END_GROUP} when something goes on after SIGKILL. */
export const ALIVE = 75;

/** With `$pid`, `$start` and `$seconds`: asks the group to end, ends it, and looks until nothing of it is left. */
export const END_GROUP = `
tries=$(($seconds * 5))
${STARTED}${IS_ALIVE}
nap() { sleep 0.2 2>/dev/null || sleep 1; }
[ "$tries" -gt 0 ] && alive && kill -s TERM -- "-$pid" 2>/dev/null
while [ "$tries" -gt 0 ] && alive; do nap; tries=$((tries - 1)); done
alive && kill -s KILL -- "-$pid" 2>/dev/null
tries=50
while alive; do [ "$tries" -gt 0 ] || exit ${ALIVE}; nap; tries=$((tries - 1)); done`;
