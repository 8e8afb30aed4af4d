import type { StartCondition } from './default-condition.ts';

/** A condition as it is written: `all(port(5432), log("ready"))`. */
export function describeCondition(condition: StartCondition): string {
  switch (condition.kind) {
    case 'running':
    case 'healthy':
      return condition.kind;
    case 'port':
      return `port(${condition.port})`;
    case 'http':
      return `http(${condition.port}, ${JSON.stringify(condition.path)})`;
    case 'log': {
      const { pattern } = condition;
      return 'text' in pattern
        ? `log(${JSON.stringify(pattern.text)})`
        : `log(/${pattern.regExp.source}/${pattern.regExp.flags})`;
    }
    case 'exit':
      return `exit(${condition.code})`;
    case 'command':
      // Its arguments may hold secrets.
      return `command(${JSON.stringify(condition.argv[0] ?? '')})`;
    case 'all':
    case 'any':
      return `${condition.kind}(${condition.conditions.map(describeCondition).join(', ')})`;
  }
}
