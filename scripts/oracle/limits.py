"""What finfo and iinfo say of every dtype. Writes test/oracle/limits.json."""

import json

import golden
import numpy as np

FLOAT = """bits eps epsneg iexp machep negep max min maxexp minexp nexp nmant precision resolution tiny
smallest_normal smallest_subnormal""".split()
limits = {'finfo': {}, 'iinfo': {}}
for dtype in ['float16', 'float32', 'float64', 'complex64', 'complex128']:
    info = np.finfo(dtype)
    # Floats as text: the shortest that names the same float64.
    limits['finfo'][dtype] = {name: repr(float(getattr(info, name))) for name in FLOAT} | {'dtype': info.dtype.name}
for dtype in ['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64']:
    info = np.iinfo(dtype)
    limits['iinfo'][dtype] = {'bits': str(info.bits), 'min': str(info.min), 'max': str(info.max), 'kind': info.kind}
(golden.ORACLE / 'limits.json').write_text(json.dumps(limits, indent=1) + '\n')
