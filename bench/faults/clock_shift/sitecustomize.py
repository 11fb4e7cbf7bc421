"""Python runs this when it starts: its clock is then wrong by BENCH_CLOCK_SHIFT seconds, and goes on from there."""

import os
import time

if shift := float(os.environ.get("BENCH_CLOCK_SHIFT", "0")):
    import time_machine

    time_machine.travel(time.time() + shift, tick=True).start()
