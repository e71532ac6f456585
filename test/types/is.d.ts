type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** Compiles only where the value's type is exactly the wanted one. */
export declare function is<Wanted>(): <Given>(
  value: Given,
  ...same: Equal<Given, Wanted> extends true ? [] : [never]
) => void
