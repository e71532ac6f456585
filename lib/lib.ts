/** NumPy's namespace `lib`: what stands below it and not beside the other functions. */
export * as stride_tricks from './manipulation/stride-tricks'
