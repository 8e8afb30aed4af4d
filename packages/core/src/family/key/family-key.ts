/**
 * What a member of a family is found by: an id, or several ids as a list or a record. Equal data is the same key, and
 * `7` and `'7'` are two.
 */
export type FamilyKey =
  | string
  | number
  | readonly FamilyKeyPart[]
  | { readonly [name: string]: FamilyKeyPart };

/** What a list or a record in a key holds. */
export type FamilyKeyPart =
  | string
  | number
  | boolean
  | null
  | readonly FamilyKeyPart[]
  | { readonly [name: string]: FamilyKeyPart };
