declare module 'node-gyp-build' {
  /** Loads the native addon of the package in a folder: its own build first, then its prebuild for this platform. */
  function load(folder: string): unknown
  namespace load {
    function path(folder: string): string
  }
  export = load
}
