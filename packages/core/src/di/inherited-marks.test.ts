import { expect, test } from 'vitest';
import { InheritedMarks } from './inherited-marks.ts';

class Parent {}
class Child extends Parent {}

test("a class has its parents' marks first, and its own mark of a member wins", () => {
  const marks = new InheritedMarks<string, string>();
  marks.set(Child.prototype, 'b', 'of the child');
  marks.set(Parent.prototype, 'a', 'of the parent');
  marks.set(Parent.prototype, 'b', 'of the parent');
  expect([...marks.of(Child)]).toEqual([
    ['a', 'of the parent'],
    ['b', 'of the child'],
  ]);
  expect([...marks.of(Parent)]).toEqual([
    ['a', 'of the parent'],
    ['b', 'of the parent'],
  ]);
});

test('a mark of one object is not one of its class', () => {
  const marks = new InheritedMarks<string, number>();
  const child = new Child();
  marks.set(child, 'own', 1);
  expect([...marks.of({ prototype: child })]).toEqual([['own', 1]]);
  expect([...marks.of(Child)]).toEqual([]);
});

test("a class's own mark is told apart from the one that it inherits", () => {
  const marks = new InheritedMarks<string, string>();
  marks.set(Parent.prototype, 'a', 'of the parent');
  expect(marks.ownOf(Parent.prototype, 'a')).toBe('of the parent');
  expect(marks.ownOf(Child.prototype, 'a')).toBeUndefined();
});
