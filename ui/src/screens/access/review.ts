// The review as the two views need it: rights in one order, what needs a look first. Pure.
import type { AccessPerson, AccessReview, AccessRight, Permission } from '$/api';

/** A right that is not used is no alarm: in a new shop it is every one of them. */
export const isUnused = (right: AccessRight): boolean => right.flags.includes('never_used');
export const isTooWide = (right: AccessRight): boolean => right.flags.includes('too_wide');

/** What a reviewer has to look at: of the person, and rights that go further than usual. */
export function flagCount({ flags, rights }: AccessPerson): number {
  const own = flags.filter((flag) => flag !== 'too_wide').length;
  return own + rights.filter(isTooWide).length;
}

export const unusedCount = ({ rights }: AccessPerson): number => rights.filter(isUnused).length;

/** Who has most to look at first, then whose rights lie idle most. */
export function flaggedFirst(people: readonly AccessPerson[]): AccessPerson[] {
  return people.toSorted((a, b) => flagCount(b) - flagCount(a) || unusedCount(b) - unusedCount(a));
}

/** Rights that are none are left out; what goes too far comes first, then what is not used. */
export function rightsOf(person: AccessPerson, all: boolean): AccessRight[] {
  const held = all ? person.rights : person.rights.filter((right) => right.grant !== 'deny');
  const rank = (right: AccessRight) => (isTooWide(right) ? 0 : isUnused(right) ? 1 : 2);
  return held.toSorted((a, b) => rank(a) - rank(b));
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
