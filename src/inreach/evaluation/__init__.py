"""What works, for whom, and how sure we are: figures with their uncertainty."""

import os

# The systems solved here are as large as the number of areas. Threads of the linear algebra library wait for each
# other on these far longer than they work (ten times and more on a busy machine), so one is the default. It holds
# where numpy is not loaded yet; who sets the variable is obeyed.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
