// The review as the two views need it: rights in one order, what needs a look first. Pure.
import type { AccessPerson, AccessReview, AccessRight, Permission } from '$/api';

/** Flags on the person and on the rights together. */
export function flagCount(person: AccessPerson): number {
  return person.flags.length + person.rights.reduce((sum, right) => sum + right.flags.length, 0);
}

/** People with something to look at first, then as they came. */
export function flaggedFirst(people: readonly AccessPerson[]): AccessPerson[] {
  return people.toSorted(
    (a, b) => Number(flagCount(b) > 0) - Number(flagCount(a) > 0) || flagCount(b) - flagCount(a),
  );
}

/** Rights that are none are left out; flagged ones come first. */
export function rightsOf(person: AccessPerson, all: boolean): AccessRight[] {
  const held = all ? person.rights : person.rights.filter((right) => right.grant !== 'deny');
  return held.toSorted((a, b) => Number(b.flags.length > 0) - Number(a.flags.length > 0));
}

export interface MatrixRow {
  permission: Permission;
  /** In the order of the people; null where the review names no such right. */
  cells: (AccessRight | null)[];
}

/** Permissions down, people across. */
export function matrixOf(review: AccessReview): MatrixRow[] {
  const named = new Map<Permission, (AccessRight | null)[]>();
  review.people.forEach((person, i) => {
    for (const right of person.rights) {
      let cells = named.get(right.permission);
      if (!cells) named.set(right.permission, (cells = review.people.map(() => null)));
      cells[i] = right;
    }
  });
  return [...named].map(([permission, cells]) => ({ permission, cells }));
}
