# SPDX-License-Identifier: Apache-2.0
"""Networks in the styles of torchvision, each with what AIMET cannot quantize."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class Bottleneck(nn.Module):
    """One ReLU for three calls, the sum as an operator."""

    def __init__(self, width: int, downsample: nn.Module):
        super().__init__()
        self.conv1 = nn.Conv2d(8, width, kernel_size=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, kernel_size=3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, 8, kernel_size=1, bias=False)
        self.bn3 = nn.BatchNorm2d(8)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = downsample

        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                nn.init.constant_(m.weight, 0.01)

    def forward(self, x):
        identity = self.downsample(x)

        out = self.relu(self.bn1(self.conv1(x)))
        out = self.relu(self.bn2(self.conv2(out)))
        out = self.bn3(self.conv3(out))

        out = out + identity  # the shortcut
        return self.relu(out)


class Residual(nn.Module):
    """Functions where the stem and the head of a network often have them."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, kernel_size=3, padding=1)
        self.layer1 = nn.Sequential(Bottleneck(4, nn.Identity()), Bottleneck(6, nn.Conv2d(8, 8, 1)))
        self.fc = nn.Linear(8 * 2 * 2, 10)

    def forward(self, x):
        x = F.relu(self.conv1(x), inplace=True)
        x = F.max_pool2d(x, 3, stride=2, padding=1)
        x = self.layer1(x)
        x = F.adaptive_avg_pool2d(x, (2, 2))
        x = torch.flatten(x, 1)
        return self.fc(x)


class BasicConv2d(nn.Module):
    def __init__(self, channels_in: int, channels_out: int, **arguments):
        super(BasicConv2d, self).__init__()
        self.conv = nn.Conv2d(channels_in, channels_out, bias=False, **arguments)
        self.bn = nn.BatchNorm2d(channels_out, eps=0.001)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)), inplace=True)


class Inception(nn.Module):
    """Branches that are joined."""

    def __init__(self):
        super().__init__()
        self.branch1x1 = BasicConv2d(3, 4, kernel_size=1)
        self.branch3x3 = BasicConv2d(3, 4, kernel_size=3, padding=1)
        self.branch_pool = BasicConv2d(3, 4, kernel_size=1)

    def forward(self, x):
        branch1x1 = self.branch1x1(x)
        branch3x3 = self.branch3x3(x)
        branch_pool = F.avg_pool2d(x, kernel_size=3, stride=1, padding=1)
        branch_pool = self.branch_pool(branch_pool)
        outputs = [branch1x1, branch3x3, branch_pool]
        y = torch.cat(outputs, 1)
        return torch.cat((y, torch.sigmoid(x)), dim=1)


class SqueezeExcitation(nn.Module):
    def __init__(self, channels: int):
        super().__init__()
        self.fc1 = nn.Conv2d(channels, 2, 1)
        self.activation = nn.ReLU()
        self.fc2 = nn.Conv2d(2, channels, 1)

    def forward(self, x):
        with torch.no_grad():
            scale = F.adaptive_avg_pool2d(x, 1)
        scale = self.activation(self.fc1(scale))
        return self.fc2(scale).sigmoid() * x


class Mobile(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
        self.block = SqueezeExcitation(8)
        self.last = nn.Conv2d(8, 6, 1)

    def forward(self, x):
        x = self.conv(x)
        x = F.hardswish(x)
        x = self.block(x)
        x = F.leaky_relu(
            self.last(x),
            0.2,
        )
        y = x * x + x.relu() + F.relu6(x)
        y += x
        return y


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.query = nn.Linear(8, 8)
        self.key = nn.Linear(8, 8)
        self.value = nn.Linear(8, 8)

    def forward(self, x):
        scores = torch.matmul(self.query(x), self.key(x).transpose(1, 2)) / 2.5
        weights = F.softmax(scores, dim=-1)
        weights = F.dropout(weights, 0.1, self.training)
        return (weights @ self.value(x)) + F.gelu(x)


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8)])
        self.drop = nn.Dropout(0.1)

    def forward(self, x):
        for layer in self.layers:
            x = self.drop(F.relu(layer(x)))
        return x
