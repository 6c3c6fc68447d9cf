"""The untied twin of a convolution: the same windows, and a kernel of its own for each."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tying.layers._counts import Bias, check_bias, output_size


class LocallyConnected2d(nn.Module):
    """A layer that looks through the windows of a convolution, each with weights of its own.

    Let the vector ``x_u`` hold the ``channels_in * kernel**2`` numbers of window ``u``. The output
    at place ``u`` is ``y_u = W_u x_u + b_u``. A convolution is the case in which all ``W_u`` are
    one matrix and all ``b_u`` one vector.

    Attributes:
        weight: shape ``(places, channels_out, channels_in * kernel**2)``.
        bias: shape ``(places, channels_out)``, ``(1, channels_out)`` if the places share it, or
            None.
        places: rows and columns of the output.

    Args:
        size: height and width of the input.
        channels_in: channels of the input.
        channels_out: channels of the output.
        kernel: height and width of the window.
        stride: step from one window to the next.
        padding: rows and columns of zeros on each side.
        bias: one bias for each ``output`` number, one for each ``channel``, or ``none``.

    Raises:
        ValueError: if the window does not fit into the input, or ``bias`` is unknown.
    """

    def __init__(
        self,
        size: tuple[int, int],
        channels_in: int,
        channels_out: int,
        kernel: int,
        stride: int = 1,
        padding: int = 0,
        bias: Bias = "output",
    ) -> None:
        super().__init__()
        check_bias(bias)
        self.shape = (channels_in, *size)
        self.kernel, self.stride, self.padding = kernel, stride, padding
        self.places = tuple(output_size(side, kernel, stride, padding) for side in size)
        count = self.places[0] * self.places[1]
        window = channels_in * kernel**2
        self.weight = nn.Parameter(torch.empty(count, channels_out, window))
        self.bias = None
        if bias != "none":
            owners = count if bias == "output" else 1
            self.bias = nn.Parameter(torch.empty(owners, channels_out))
        bound = window**-0.5  # as in nn.Conv2d, whose outputs have the same fan-in
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -bound, bound)

    @classmethod
    def from_convolution(cls, conv: nn.Conv2d, size: tuple[int, int]) -> LocallyConnected2d:
        """The layer that starts with a copy of ``conv`` at every place of an image of ``size``.

        Args:
            conv: the convolution; type and device follow it.
            size: height and width of the input.

        Raises:
            ValueError: if ``conv`` is not a plain square convolution with zero padding.
        """
        plain = conv.groups == 1 and conv.dilation == (1, 1) and conv.padding_mode == "zeros"
        pairs = (conv.kernel_size, conv.stride, conv.padding)
        square = all(not isinstance(pair, str) and pair[0] == pair[1] for pair in pairs)
        if not plain or not square:
            raise ValueError(
                "only a square convolution with padding in numbers, zeros as padding, one group "
                f"and no dilation has this twin; got {conv}"
            )
        kernel, stride, padding = (int(pair[0]) for pair in pairs)
        bias: Bias = "none" if conv.bias is None else "output"
        twin = cls(size, conv.in_channels, conv.out_channels, kernel, stride, padding, bias)
        twin.to(conv.weight)
        with torch.no_grad():
            twin.weight.copy_(conv.weight.flatten(1).expand_as(twin.weight))
            if twin.bias is not None and conv.bias is not None:
                twin.bias.copy_(conv.bias.expand_as(twin.bias))
        return twin

    def forward(self, x: Tensor) -> Tensor:
        """Map ``(batch, channels_in, *size)`` to ``(batch, channels_out, *places)``.

        Raises:
            ValueError: if ``x`` has another shape.
        """
        if tuple(x.shape[1:]) != self.shape:
            expected = ", ".join(map(str, self.shape))
            raise ValueError(
                "a layer with weights of its own at every place takes images of one size, "
                f"(batch, {expected}), got {tuple(x.shape)}"
            )
        windows = F.unfold(x, self.kernel, padding=self.padding, stride=self.stride)
        by_place = windows.permute(2, 1, 0)  # (places, channels_in * kernel**2, batch)
        y = torch.bmm(self.weight, by_place).permute(2, 1, 0)  # (batch, channels_out, places)
        if self.bias is not None:
            y = y + self.bias.T
        return y.unflatten(-1, self.places)
