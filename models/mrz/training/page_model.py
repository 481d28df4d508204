"""The page localiser: a small fully convolutional encoder and decoder, one decision per 4 x 4 px."""
import torch.nn as nn
import torch.nn.functional as F

CELL = 4  # px of the picture per output cell
STRIDE = 32  # sides of the picture are multiples of this
CHANNELS = 4  # line logit, cos and sin of the reading direction, scaled logarithm of the capital height
CAP_CENTRE, CAP_SPREAD = -4.2, 0.5  # ln(capital height / long side) = CAP_CENTRE + CAP_SPREAD * output


class Unit(nn.Sequential):
    """Convolution, normalisation, ReLU."""

    def __init__(self, inp, out, kernel, stride=1, groups=1):
        conv = nn.Conv2d(inp, out, kernel, stride, kernel // 2, groups=groups, bias=False)
        super().__init__(conv, nn.BatchNorm2d(out), nn.ReLU(inplace=True))


class Around(nn.Module):
    """Looks around (depth-wise) and mixes the channels, with a shortcut."""

    def __init__(self, width, reach):
        super().__init__()
        self.look = Unit(width, width, reach, groups=width)
        self.mix = Unit(width, width, 1)

    def forward(self, x):
        return x + self.mix(self.look(x))


class PageLocaliser(nn.Module):
    """(N, 1, H, W) standardised grey -> (N, 4, H / 4, W / 4). H and W are multiples of 32."""

    def __init__(self):
        super().__init__()
        self.quarter = nn.Sequential(Unit(1, 8, 5, 2), Unit(8, 24, 3, 2))
        self.eighth = nn.Sequential(Unit(24, 48, 3, 2), Around(48, 5))
        self.sixteenth = nn.Sequential(Unit(48, 80, 3, 2), Around(80, 5), Around(80, 5))
        self.whole = nn.Sequential(Unit(80, 112, 3, 2), Around(112, 5), Around(112, 5))
        self.from_whole = Unit(112, 80, 1)
        self.from_sixteenth = nn.Sequential(Around(80, 3), Unit(80, 48, 1))
        self.from_eighth = nn.Sequential(Around(48, 5), Unit(48, 24, 1))
        self.last = Around(24, 5)
        self.head = nn.Conv2d(24, CHANNELS, 1)

    def forward(self, x):
        quarter = self.quarter(x)
        eighth = self.eighth(quarter)
        sixteenth = self.sixteenth(eighth)
        up = self.from_whole(self.whole(sixteenth))
        up = self.from_sixteenth(twice(up) + sixteenth)
        up = self.from_eighth(twice(up) + eighth)
        return self.head(self.last(twice(up) + quarter))


def twice(x):
    return F.interpolate(x, scale_factor=2.0, mode="nearest")
