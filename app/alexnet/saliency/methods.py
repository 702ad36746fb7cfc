"""The four methods, each one Captum algorithm, and the table that names them.

Every method is a function (case, settings, report) -> map of shape (S, S). Work on the network happens inside
`with case.session()`; long methods close the session between chunks, so that other visitors get their turn, and report
progress only while it is closed: an exception raised by the reporter (a visitor who left) therefore stops the work with
nothing held and nothing hooked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from alexnet.saliency.records import AttributionRequest, Method, Parameter, ParameterError, ProgressCallback

if TYPE_CHECKING:
    from torch import Tensor, nn

_AT_ONCE = 32  # patches that are handed over together; how many go through the network at a time is measured


def prepare() -> None:
    """Import Captum now rather than during the first explanation (about one second, mostly its plotting library)."""
    import captum.attr  # noqa: F401


def gradient(case: AttributionRequest, settings: Mapping[str, int], report: ProgressCallback) -> Tensor:
    """How strongly each pixel's colour would move the score: |d score / d pixel|, the largest of the three colours.

    Simonyan, Vedaldi, Zisserman 2013, section 3.
    """
    from captum.attr import Saliency

    with case.session() as module:
        slopes: Tensor = Saliency(module).attribute(_leaf(case.pixels), target=case.index, abs=True)
    report(1.0)
    return slopes.detach()[0].amax(0)


def integrated_gradients(case: AttributionRequest, settings: Mapping[str, int], report: ProgressCallback) -> Tensor:
    """What each pixel contributed to the score on the way from a blank picture to the photo, for and against.

    Sundararajan, Taly, Yan 2017. The blank picture is the network's own zero, the mean colour of its training photos:
    an input without any signal (black would itself be one). The path is cut into equal stretches, one Captum call
    each; contributions along a path add up, so the sum over the stretches is the whole path's. Summed over the three
    colours, the map adds up to score(photo) - score(blank), but for the error of a sum that stands for an integral.
    """
    import torch
    from captum.attr import IntegratedGradients

    stretches, steps = settings["stretches"], settings["steps"]
    total = torch.zeros_like(case.pixels)
    for stretch in range(stretches):
        start, end = (case.pixels * (place / stretches) for place in (stretch, stretch + 1))
        with case.session() as module:
            part = IntegratedGradients(module).attribute(end, start, target=case.index, n_steps=steps)
        total += part.detach()
        report((stretch + 1) / stretches)
    return total[0].sum(0)


def grad_cam(case: AttributionRequest, settings: Mapping[str, int], report: ProgressCallback) -> Tensor:
    """Which places of the last convolutional layer spoke for the word: its maps, weighed by their mean gradient.

    Selvaraju and others 2017, section 3. The 13x13 places are stretched bilinearly to the size of the view.
    """
    from captum.attr import LayerAttribution, LayerGradCam

    with case.session() as module:
        cam = LayerGradCam(module, module.get_submodule("relu5"))
        coarse = cam.attribute(_leaf(case.pixels), target=case.index, relu_attributions=True).detach()
    report(1.0)
    fine: Tensor = LayerAttribution.interpolate(coarse, tuple(case.pixels.shape[2:]), "bilinear")
    return fine[0, 0]


def occlusion(case: AttributionRequest, settings: Mapping[str, int], report: ProgressCallback) -> Tensor:
    """By how much the word's probability drops when a blank patch covers the place, averaged over the patches there.

    Zeiler and Fergus 2013; blank is the network's own zero, the mean colour. One chunk is one row of patches: Captum
    slides the patch along a horizontal strip, and the forward function puts the strip back into the whole photo.
    """
    import torch
    from captum.attr import Occlusion

    patch, stride = settings["patch"], settings["stride"]
    if stride > patch:
        raise ParameterError(f"occlusion: with a stride of {stride}, a patch of {patch} would leave gaps.")
    total, covered = torch.zeros_like(case.pixels), torch.zeros_like(case.pixels)
    colours, height = case.pixels.shape[1:3]
    tops = range(0, max(height - patch, 0) + stride, stride)
    for done, top in enumerate(tops, start=1):
        strip = case.pixels[:, :, top : top + patch]
        with case.session() as module:
            drops = Occlusion(_probability_with_strip(module, case, top)).attribute(
                strip,
                sliding_window_shapes=(colours, strip.shape[2], min(patch, strip.shape[3])),
                strides=(colours, strip.shape[2], stride),
                perturbations_per_eval=_AT_ONCE,
            )
        total[:, :, top : top + patch] += drops
        covered[:, :, top : top + patch] += 1
        report(done / len(tops))
    return (total / covered)[0].mean(0)


def _leaf(pixels: Tensor) -> Tensor:
    """The same pixels, as the point from which gradients are taken; the caller's tensor stays as it is."""
    return pixels.detach().requires_grad_()


def _probability_with_strip(module: nn.Module, case: AttributionRequest, top: int) -> Callable[[Tensor], Tensor]:
    """From strips (N, 3, h, S) to the word's probability (N,) in the photo with the strip put in at `top`."""

    def probability(strips: Tensor) -> Tensor:
        photos = case.pixels.repeat(len(strips), 1, 1, 1)
        photos[:, :, top : top + strips.shape[2]] = strips
        logits = case.batches.run(module, photos)
        return (logits / case.temperature).softmax(1)[:, case.index]

    return probability


METHODS: dict[str, Method] = {
    method.id: method
    for method in (
        Method("gradient", "SIM", False, "score", 2, gradient),
        Method(
            "integrated-gradients",
            "SUN",
            True,
            "score",
            64,
            integrated_gradients,
            (Parameter("stretches", 8, 1, 32), Parameter("steps", 4, 2, 16)),
        ),
        Method("grad-cam", "SEL", False, "score", 2, grad_cam),
        Method(
            "occlusion",
            "ZF",
            True,
            "probability",
            132,
            occlusion,
            (Parameter("patch", 37, 8, 120), Parameter("stride", 19, 4, 120)),
        ),
    )
}
