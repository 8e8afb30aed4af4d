import { ShellSyntaxError } from './syntax.ts';

const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** The value of `$(( … ))`: integers, variables, and the usual operators. */
export function arithmetic(source: string, variable: (name: string) => string): number {
  const parts = source.match(/\d+|[A-Za-z_]\w*|\|\||&&|[=!<>]=|[-+*/%<>()!]/g) ?? [];
  let at = 0;

  const level = (depth: number): number => {
    const operators = levels[depth];
    if (operators === undefined) return unary();
    let value = level(depth + 1);
    for (let part = parts[at]; part !== undefined && operators.includes(part); part = parts[at]) {
      at += 1;
      value = apply(part, value, level(depth + 1));
    }
    return value;
  };

  const unary = (): number => {
    const part = parts[at];
    at += 1;
    if (part === '-') return -unary();
    if (part === '!') return unary() === 0 ? 1 : 0;
    if (part === '(') {
      const value = level(0);
      at += 1;
      return value;
    }
    if (part === undefined) throw new ShellSyntaxError('arithmetic syntax error');
    return Number(/^\d/.test(part) ? part : variable(part) || 0);
  };

  return level(0);
}

function apply(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      if (right === 0) throw new ShellSyntaxError('divide by zero');
      return Math.trunc(left / right);
    case '%':
      if (right === 0) throw new ShellSyntaxError('divide by zero');
      return left % right;
    case '==':
      return Number(left === right);
    case '!=':
      return Number(left !== right);
    case '<':
      return Number(left < right);
    case '>':
      return Number(left > right);
    case '<=':
      return Number(left <= right);
    case '>=':
      return Number(left >= right);
    case '&&':
      return Number(left !== 0 && right !== 0);
    default:
      return Number(left !== 0 || right !== 0);
  }
}
