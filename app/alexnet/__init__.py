"""The science of the exhibit: photos in, answers out. It knows nothing of Streamlit, languages or museums.

Importing this package loads no torch; the modules that compute load it when they are first asked.
"""

import os

# torch's threads wait for one another between the parts of a sum. By default they wait by spinning, which on a
# computer shared with a browser and other visitors burns the very cores that they are waiting for.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
