"""Two processes: the mean of what the traces add up to is the gradient that both hold."""

from typing import Any

import torch
import torch.distributed as dist
from torch import multiprocessing, nn
from torch.nn.parallel import DistributedDataParallel

from tying.trace import trace

OPTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"gradient_as_bucket_view": True},
    {"static_graph": True},
)


def train(rank: int, folder: str) -> None:
    """What one of the two processes does: a step for each of the options, and what it saw."""
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=2)
    results = []
    for options in OPTIONS:
        torch.manual_seed(0)
        layer = nn.Linear(3, 3)
        model = DistributedDataParallel(nn.Sequential(layer, nn.Tanh(), layer), **options)
        x = torch.randn(4, 3, generator=torch.Generator().manual_seed(rank))
        with trace(model) as t:
            model(x).pow(2).sum().backward()
        labels = [(use.module, use.call, use.op) for use in t.uses("module.2.weight")]
        gradients = {name: (t.sum(name), p.grad) for name, p in model.named_parameters()}
        results.append((labels, gradients))
    torch.save(results, f"{folder}/{rank}")
    dist.destroy_process_group()


def test_the_mean_over_the_processes_is_the_gradient(tmp_path, monkeypatch):
    monkeypatch.setenv("GLOO_SOCKET_IFNAME", "lo")
    multiprocessing.spawn(train, (str(tmp_path),), nprocs=2)  # pyright: ignore
    first, second = (torch.load(tmp_path / str(rank)) for rank in range(2))
    for (labels, here), (_, there) in zip(first, second, strict=True):
        assert labels == [("module.0", 1, "addmm"), ("module.0", 0, "addmm")]
        for name, (total, gradient) in here.items():
            assert torch.equal(gradient, there[name][1])
            assert not torch.allclose(total, there[name][0])
            torch.testing.assert_close((total + there[name][0]) / 2, gradient)
