"""Which part of the photo spoke for a word? Four methods, all computed by Captum, behind one verb: `explain`.

Importing this package costs neither torch nor Captum (Captum alone takes about a second): both are loaded by the first
explanation, or beforehand by `prepare`.
"""

from alexnet.saliency.explanation import explain
from alexnet.saliency.methods import METHODS, prepare
from alexnet.saliency.records import (
    Method,
    MethodError,
    Parameter,
    ParameterError,
    PeakRegion,
    SaliencyMap,
    TargetError,
)
from alexnet.saliency.region import locate_peak

__all__ = [
    "METHODS",
    "Method",
    "MethodError",
    "Parameter",
    "ParameterError",
    "PeakRegion",
    "SaliencyMap",
    "TargetError",
    "explain",
    "locate_peak",
    "prepare",
]
