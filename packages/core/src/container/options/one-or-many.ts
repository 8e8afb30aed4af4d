/** What list-like methods take per argument: `ports(80, 443)`, `ports([80, 443])`. */
export type OneOrMany<T> = T | readonly T[];
