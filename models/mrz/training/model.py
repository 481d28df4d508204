"""The line reader: a fully convolutional net, one decision per 4 columns, no recurrence and no language model."""
import torch.nn as nn

CLASSES = 38  # the 37 characters of the MRZ alphabet and "between characters"


class Unit(nn.Sequential):
    """Convolution, normalisation, ReLU."""

    def __init__(self, inp, out, kernel, stride=1, pad=0, groups=1):
        conv = nn.Conv2d(inp, out, kernel, stride, pad, groups=groups, bias=False)
        super().__init__(conv, nn.BatchNorm2d(out), nn.ReLU(inplace=True))


class Along(nn.Module):
    """Looks along the line (depth-wise) and mixes the channels, with a shortcut."""

    def __init__(self, width, reach):
        super().__init__()
        self.look = Unit(width, width, (1, reach), 1, (0, reach // 2), groups=width)
        self.mix = Unit(width, width, 1)

    def forward(self, x):
        return x + self.mix(self.look(x))


class LineReader(nn.Module):
    """(N, 1, 32, W) standardised grey -> (N, W / 4, 38) logits. W is any multiple of 4."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            Unit(1, 12, 5, 2, 2),
            Unit(12, 32, 3, 2, 1),
            Unit(32, 64, 3, (2, 1), 1),
            Unit(64, 96, 3, (2, 1), 1),
            Unit(96, 128, (2, 3), 1, (0, 1)),
            Along(128, 5),
            Along(128, 5),
            Along(128, 7),
            Along(128, 7),
        )
        self.head = nn.Conv2d(128, CLASSES, 1)

    def forward(self, x):
        return self.head(self.body(x))[:, :, 0].permute(0, 2, 1)


def standardise(strips):
    """uint8 (N, 32, W) -> float (N, 1, 32, W), zero mean and unit spread per strip. The reader at the station does the same."""
    x = strips.float()
    mean, spread = x.mean((1, 2), keepdim=True), x.std((1, 2), keepdim=True)
    return ((x - mean) / (spread + 8.0))[:, None]
