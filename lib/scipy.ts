/** What SciPy adds to NumPy, with its names: `import { linalg } from 'numblas/scipy'`. */
import * as linalg from './scipy/linalg'

export { linalg }
