"""The two networks: what stays of a picture after its coarse shapes are taken away, and what a face chip is worth."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Unit(nn.Sequential):
    """Convolution, normalisation, ReLU."""

    def __init__(self, inp, out, kernel, stride=1, groups=1):
        conv = nn.Conv2d(inp, out, kernel, stride, kernel // 2, groups=groups, bias=False)
        super().__init__(conv, nn.BatchNorm2d(out), nn.ReLU(inplace=True))


class Around(nn.Module):
    """Looks around (depth-wise) and mixes the channels, with a shortcut."""

    def __init__(self, width):
        super().__init__()
        self.look = Unit(width, width, 3, groups=width)
        self.mix = Unit(width, width, 1)

    def forward(self, x):
        return x + self.mix(self.look(x))


def local_mean(x):
    """Mean over 9 x 9 px; at the border over what is there. Rows, then columns: eighteen additions instead of 81."""
    return F.avg_pool2d(F.avg_pool2d(x, (9, 1), 1, (4, 0), count_include_pad=False), (1, 9), 1, (0, 4), count_include_pad=False)


class RecaptureDetector(nn.Module):
    """(N, 3, H, W) RGB 0...255, sides from 64 -> (N, 1) logit of "seen on a screen or a print".

    Works on the difference to the local mean: a screen or print gives itself away in its fine structure, and what
    is shown must not matter, because the training shows drawn people only.
    """

    def __init__(self):
        super().__init__()
        self.first = Unit(3, 16, 5, 2)
        self.body = nn.Sequential(
            Unit(16, 24, 3), Around(24), Unit(24, 48, 3, 2), Around(48), Around(48), Unit(48, 80, 3, 2), Around(80), Around(80)
        )
        self.head = nn.Linear(160, 1)

    def forward(self, x):
        x = (x - local_mean(x)) / 16
        x = self.body(self.first(x.clamp(-4, 4)))
        mean = x.mean((2, 3))
        spread = ((x - mean[..., None, None]) ** 2).mean((2, 3)).add(1e-4).sqrt()
        return self.head(torch.cat([mean, spread], 1))


class LossRegressor(nn.Module):
    """(N, 3, 80, 80) RGB 0...255 aligned face -> (N, 1) logit of the share of the match score that is lost."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            Unit(3, 16, 3, 2),
            Unit(16, 24, 3), Around(24),
            Unit(24, 48, 3, 2), Around(48), Around(48),
            Unit(48, 72, 3, 2), Around(72), Around(72),
        )
        self.head = nn.Linear(144, 1)

    def forward(self, x):
        x = self.body(x / 128 - 1)
        mean = x.mean((2, 3))
        spread = ((x - mean[..., None, None]) ** 2).mean((2, 3)).add(1e-4).sqrt()
        return self.head(torch.cat([mean, spread], 1))
