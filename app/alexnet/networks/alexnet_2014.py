"""The AlexNet that PyTorch users know: the one-tower network of 2014 (dossier 2.8), under the 2012 layer names.

torchvision builds it after Krizhevsky's later paper, "One weird trick for parallelizing convolutional neural
networks": one tower, fewer kernels (64-192-384-256-256), no response normalisation, dropout *before* fc6 and fc7.
Under the names conv1 .. fc8 the exhibit can show it beside the network of 2012 and say honestly which one answers.
torchvision itself is not needed, only its published weights.
"""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor, nn

CLASSES = 1000
INPUT_SIZE = 224

NAMES = {
    "features.0": "conv1",
    "features.3": "conv2",
    "features.6": "conv3",
    "features.8": "conv4",
    "features.10": "conv5",
    "classifier.1": "fc6",
    "classifier.4": "fc7",
    "classifier.6": "fc8",
}


class AlexNetTorchvision(nn.Module):
    """Five convolutional and three fully connected layers; 61,100,840 parameters when it knows 1,000 words."""

    def __init__(self, classes: int = CLASSES) -> None:
        super().__init__()
        #                                                              maps x height x width
        self.conv1 = nn.Conv2d(3, 64, kernel_size=11, stride=4, padding=2)  #  64 x 55 x 55
        self.relu1 = nn.ReLU()
        self.pool1 = nn.MaxPool2d(kernel_size=3, stride=2)  #                  64 x 27 x 27
        self.conv2 = nn.Conv2d(64, 192, kernel_size=5, padding=2)  #          192 x 27 x 27
        self.relu2 = nn.ReLU()
        self.pool2 = nn.MaxPool2d(kernel_size=3, stride=2)  #                 192 x 13 x 13
        self.conv3 = nn.Conv2d(192, 384, kernel_size=3, padding=1)  #         384 x 13 x 13
        self.relu3 = nn.ReLU()
        self.conv4 = nn.Conv2d(384, 256, kernel_size=3, padding=1)  #         256 x 13 x 13
        self.relu4 = nn.ReLU()
        self.conv5 = nn.Conv2d(256, 256, kernel_size=3, padding=1)  #         256 x 13 x 13
        self.relu5 = nn.ReLU()
        self.pool5 = nn.MaxPool2d(kernel_size=3, stride=2)  #                 256 x 6 x 6
        self.drop5 = nn.Dropout(0.5)
        self.fc6 = nn.Linear(256 * 6 * 6, 4096)
        self.relu6 = nn.ReLU()
        self.drop6 = nn.Dropout(0.5)
        self.fc7 = nn.Linear(4096, 4096)
        self.relu7 = nn.ReLU()
        self.fc8 = nn.Linear(4096, classes)

    def forward(self, photo: Tensor) -> Tensor:
        """Photos (N, 3, 224, 224), normalised as ImageNet's, in; logits (N, classes) out."""
        x = self.pool1(self.relu1(self.conv1(photo)))
        x = self.pool2(self.relu2(self.conv2(x)))
        x = self.relu3(self.conv3(x))
        x = self.relu4(self.conv4(x))
        x = self.pool5(self.relu5(self.conv5(x))).flatten(1)
        x = self.relu6(self.fc6(self.drop5(x)))
        x = self.relu7(self.fc7(self.drop6(x)))
        logits: Tensor = self.fc8(x)
        return logits


def from_torchvision(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """torchvision's state dict under our layer names: `features.0.weight` becomes `conv1.weight`.

    The tensors are not copied. Raises `KeyError` for a name that torchvision's AlexNet does not have.
    """
    renamed = {}
    for name, tensor in weights.items():
        layer, _, kind = name.rpartition(".")
        renamed[f"{NAMES[layer]}.{kind}"] = tensor
    return renamed
