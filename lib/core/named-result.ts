/** A result of several parts with names; iterable in their order, as NumPy's named tuples. */
export abstract class NamedResult<T> implements Iterable<T> {
  [Symbol.iterator](): Iterator<T> {
    return (Object.values(this) as T[])[Symbol.iterator]()
  }
}
