"""The network of 2012, as Krizhevsky, Sutskever and Hinton printed it (section 3), on one screen.

It ran on two graphics cards. Each card held one half of the maps, its *tower*, and most layers saw only the tower
they stood in. Here both towers live in one module: a convolution with `groups=2` is exactly two convolutions that
do not see each other. `TwoTowers` at the end takes the halves apart again and runs each on a device of its own.

The 224 / 227 puzzle. The paper says 224 pixels, but 11-pixel windows in steps of 4 do not tile 224. The released
program rounds up, so its last windows hang three pixels over the edge and give 55. Here the photo brings these
three pixels itself: 227 in, no padding, and (227 - 11) / 4 + 1 = 55 (dossier 2.2).

The units. The paper feeds raw pixels less their mean, up to about +-128. We divide by `PIXEL_UNIT` as well, to keep
numbers near one. Convolution, ReLU and max-pooling just scale along; only the normalisation has a constant that
knows the scale, so its alpha is multiplied by `PIXEL_UNIT` squared. With that it is the paper's network, in other
units. Forget it, and the normalisation does next to nothing.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from alexnet.networks.response_norm import ResponseNormalisation, normalise

CLASSES = 1000
INPUT_SIZE = 227
TOWERS = 2
PIXEL_UNIT = 64.0  # our networks see (pixel - mean) / 64


class LocalResponseNorm(nn.Module):
    """Neighbouring maps hold each other down: b = a / (k + alpha * sum of a^2 over n maps) ^ beta (section 3.3).

    The window slides over the maps of one place in the picture and stops at the border between the towers, since
    each card normalised only the maps it held. Shape: (N, C, H, W) in and out. At least 32 bits inside: half
    precision would lose the small squares beside the large ones.

    The trap in alpha: this is the printed formula. PyTorch's own `LocalResponseNorm`, Caffe and the program of 2012
    divide alpha by n first; give them 5 * alpha for the same result (dossier 2.3).
    """

    def __init__(self, alpha: float = 1e-4 * PIXEL_UNIT**2, towers: int = TOWERS) -> None:
        super().__init__()
        self.k, self.n, self.alpha, self.beta = 2.0, 5, alpha, 0.75
        self.towers = towers

    def forward(self, maps: Tensor) -> Tensor:
        normalised: Tensor
        if maps.requires_grad and torch.is_grad_enabled():
            normalised = ResponseNormalisation.apply(maps, self.k, self.n, self.alpha, self.towers)
        else:
            normalised = normalise(maps, self.k, self.n, self.alpha, self.towers)
        return normalised

    def extra_repr(self) -> str:
        """The constants, for whoever prints the network."""
        return f"k={self.k}, n={self.n}, alpha={self.alpha:g}, beta={self.beta}, towers={self.towers}"


class AlexNet2012(nn.Module):
    """Five convolutional and three fully connected layers; 60,965,224 parameters when it knows 1,000 words.

    Pooling windows are 3 wide and step by 2, so they overlap (section 3.4). Dropout follows fc6 and fc7 (section
    4.2); PyTorch doubles the survivors while learning, where the paper halved everything when answering: the same
    thing. Every ReLU is a module of its own and leaves its input alone, so that each can be watched.
    """

    def __init__(self, classes: int = CLASSES) -> None:
        super().__init__()
        #                                                                           maps x height x width
        self.conv1 = nn.Conv2d(3, 96, kernel_size=11, stride=4)  #                    96 x 55 x 55
        self.relu1 = nn.ReLU()
        self.norm1 = LocalResponseNorm()
        self.pool1 = nn.MaxPool2d(kernel_size=3, stride=2)  #                         96 x 27 x 27
        self.conv2 = nn.Conv2d(96, 256, kernel_size=5, padding=2, groups=TOWERS)  #  256 x 27 x 27
        self.relu2 = nn.ReLU()
        self.norm2 = LocalResponseNorm()
        self.pool2 = nn.MaxPool2d(kernel_size=3, stride=2)  #                        256 x 13 x 13
        self.conv3 = nn.Conv2d(256, 384, kernel_size=3, padding=1)  # sees both:     384 x 13 x 13
        self.relu3 = nn.ReLU()
        self.conv4 = nn.Conv2d(384, 384, kernel_size=3, padding=1, groups=TOWERS)  # 384 x 13 x 13
        self.relu4 = nn.ReLU()
        self.conv5 = nn.Conv2d(384, 256, kernel_size=3, padding=1, groups=TOWERS)  # 256 x 13 x 13
        self.relu5 = nn.ReLU()
        self.pool5 = nn.MaxPool2d(kernel_size=3, stride=2)  #                        256 x 6 x 6
        self.fc6 = nn.Linear(256 * 6 * 6, 4096)
        self.relu6 = nn.ReLU()
        self.drop6 = nn.Dropout(0.5)
        self.fc7 = nn.Linear(4096, 4096)
        self.relu7 = nn.ReLU()
        self.drop7 = nn.Dropout(0.5)
        self.fc8 = nn.Linear(4096, classes)

    def forward(self, photo: Tensor) -> Tensor:
        """Photos (N, 3, 227, 227), as (pixel - mean) / 64, in; logits (N, classes) out: softmax them for percents."""
        x = self.pool1(self.norm1(self.relu1(self.conv1(photo))))
        x = self.pool2(self.norm2(self.relu2(self.conv2(x))))
        x = self.relu3(self.conv3(x))
        x = self.relu4(self.conv4(x))
        x = self.pool5(self.relu5(self.conv5(x))).flatten(1)
        x = self.drop6(self.relu6(self.fc6(x)))
        x = self.drop7(self.relu7(self.fc7(x)))
        logits: Tensor = self.fc8(x)
        return logits


@torch.no_grad()
def initialise(network: AlexNet2012, seed: int | None = None) -> None:
    """Start as the paper did (section 5): weights Gaussian with s.d. 0.01; biases one where ReLUs should wake early.

    The ones go to conv2, conv4, conv5, fc6 and fc7, zeros elsewhere. Biases are in the paper's units, so ours are
    those divided by `PIXEL_UNIT`, and fc8's weights are multiplied by it: the logits are the paper's.
    """
    generator = None if seed is None else torch.Generator(network.conv1.weight.device).manual_seed(seed)
    for name, layer in network.named_children():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            layer.weight.normal_(0.0, 0.01 * (PIXEL_UNIT if name == "fc8" else 1.0), generator=generator)
            assert layer.bias is not None
            layer.bias.fill_(1 / PIXEL_UNIT if name in ("conv2", "conv4", "conv5", "fc6", "fc7") else 0.0)


class Tower(nn.Module):
    """One card's half of the network: half the maps of every layer, with weights of its own (figure 2)."""

    conv1: nn.Conv2d
    conv2: nn.Conv2d
    conv3: nn.Conv2d
    conv4: nn.Conv2d
    conv5: nn.Conv2d
    fc6: nn.Linear
    fc7: nn.Linear

    def __init__(self, whole: AlexNet2012, which: int) -> None:
        super().__init__()
        for name in ("conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7"):
            setattr(self, name, _half(getattr(whole, name), which))
        self.relu, self.pool = nn.ReLU(), nn.MaxPool2d(kernel_size=3, stride=2)
        self.norm = LocalResponseNorm(whole.norm1.alpha, towers=1)

    def alone(self, photo: Tensor) -> Tensor:
        """conv1 and conv2, which know nothing of the other tower: photo to (N, 128, 13, 13)."""
        x = self.pool(self.norm(self.relu(self.conv1(photo))))
        maps: Tensor = self.pool(self.norm(self.relu(self.conv2(x))))
        return maps

    def middle(self, both: Tensor) -> Tensor:
        """conv3 reads both towers (N, 256, 13, 13); conv4 and conv5 only their own. Gives (N, 128, 6, 6)."""
        x = self.relu(self.conv4(self.relu(self.conv3(both))))
        maps: Tensor = self.pool(self.relu(self.conv5(x)))
        return maps


class TwoTowers(nn.Module):
    """The same weights as two explicit towers, on two devices or on one; answers as the whole network does.

    The towers meet three times: before conv3, before fc6 and before fc7, where each fetches the other's half; and
    once more in fc8, which stands on the first card alone. For answering only: no dropout.
    """

    def __init__(self, whole: AlexNet2012, devices: tuple[str, str] = ("cpu", "cpu")) -> None:
        super().__init__()
        self.devices = devices
        self.gpu1, self.gpu2 = (Tower(whole, which).to(device) for which, device in enumerate(devices))
        self.fc8 = _half(whole.fc8, 0, of=1).to(devices[0])

    def forward(self, photo: Tensor) -> Tensor:
        """As `AlexNet2012.forward`; the logits lie on the first device."""
        x, y = (photo.to(device) for device in self.devices)
        x, y = self._meet(self.gpu1.alone(x), self.gpu2.alone(y))
        x, y = self._meet(self.gpu1.middle(x), self.gpu2.middle(y))
        x, y = x.flatten(1), y.flatten(1)
        x, y = self._meet(F.relu(self.gpu1.fc6(x)), F.relu(self.gpu2.fc6(y)))
        x, y = self._meet(F.relu(self.gpu1.fc7(x)), F.relu(self.gpu2.fc7(y)))
        logits: Tensor = self.fc8(x)
        return logits

    def _meet(self, first: Tensor, second: Tensor) -> tuple[Tensor, Tensor]:
        """Both halves together, on each of the two devices."""
        one, two = (torch.cat([first.to(device), second.to(device)], dim=1) for device in self.devices)
        return one, two


def _half(layer: nn.Conv2d | nn.Linear, which: int, of: int = TOWERS) -> nn.Conv2d | nn.Linear:
    """A new layer with its own copy of part `which` of the outputs of `layer`."""
    assert layer.bias is not None
    weight, bias = (whole.detach().chunk(of)[which].clone() for whole in (layer.weight, layer.bias))
    with torch.device("meta"):
        if isinstance(layer, nn.Linear):
            part: nn.Conv2d | nn.Linear = nn.Linear(layer.in_features, len(weight))
        else:
            size, stride, pad = layer.kernel_size[0], layer.stride[0], int(layer.padding[0])
            part = nn.Conv2d(weight.shape[1], len(weight), size, stride, pad)
    part.load_state_dict({"weight": weight, "bias": bias}, assign=True)
    return part.requires_grad_(False)
