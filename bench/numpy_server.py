"""Times NumPy expressions on request: one JSON object a line in, one a line out."""
import json
import sys
import time

import numpy as np

space = {"np": np}
compiled = {}


def batch(code, count):
    run = compiled.get(code)
    if run is None:
        source = f"def run(count, clock):\n  start = clock()\n  for _ in range(count):\n    {code}\n  return clock() - start\n"
        exec(source, space)
        run = compiled[code] = space["run"]
    return run(count, time.perf_counter)


for line in sys.stdin:
    request = json.loads(line)
    try:
        if "setup" in request:
            compiled.clear()
            exec(request["setup"], space)
            count = 1
            batch(request["code"], 3)
            while True:
                seconds = batch(request["code"], count)
                if seconds >= request["target"] or count >= 10**7:
                    break
                count = int(count * min(10, max(1.5, request["target"] / max(seconds, 1e-9) * 1.2))) + 1
            answer = {"count": count}
        else:
            batch(request["code"], request["count"] // 2 + 1)  # processors and caches have seen the other side since
            answer = {"seconds": batch(request["code"], request["count"]) / request["count"]}
    except Exception as error:
        answer = {"error": repr(error)}
    print(json.dumps(answer), flush=True)
