import type { Command } from 'commander';
import type { Invocation } from '../invocation/invocation.ts';

/** `docktopus completion bash` */
export async function run({ out, program }: Invocation): Promise<undefined> {
  out.write(bashCompletion(program));
}

/** Commands and options by themselves; names of containers by asking the engine. */
export function bashCompletion(program: Command): string {
  const words = (command: Command) =>
    [
      ...command.commands.map((each) => each.name()),
      ...command.options.flatMap(({ long }) => long ?? []),
    ].join(' ');
  const cases = program.commands.map((command) => {
    const takesName = command.registeredArguments.some((argument) => /^names?$/.test(argument.name()));
    return `    ${command.name()}) words='${words(command)}'; names=${takesName ? 1 : 0} ;;`;
  });
  return `# bash completion of docktopus. In ~/.bashrc: eval "$(docktopus completion bash)"
_docktopus() {
  local current=\${COMP_WORDS[COMP_CWORD]} words='${words(program)}' names=0 word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in -*) ;; *) break ;; esac
  done
  case $word in
${cases.join('\n')}
  esac
  if [ "$names" = 1 ] && [[ $current != -* ]]; then
    # compgen expands what it is given: a name that is more than a name must not get there.
    words="$words $(docktopus ps --all --names 2>/dev/null | grep -E '^[A-Za-z0-9][A-Za-z0-9_.-]*$')"
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _docktopus docktopus
`;
}
