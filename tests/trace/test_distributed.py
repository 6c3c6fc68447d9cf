"""Two processes: the mean of what the traces add up to is the gradient that they hold."""

from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, multiprocessing, nn
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard
from torch.distributed.tensor import DTensor
from torch.nn.parallel import DistributedDataParallel

from tying.ledger import count_uses
from tying.ties import tie
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


def train_shards(rank: int, folder: str) -> None:
    """What one of the two processes does under FSDP2, which frees one layer after its use."""
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=2)
    torch.manual_seed(0)
    layer = nn.Linear(4, 4)
    model: Any = nn.Sequential(layer, nn.Tanh(), layer, nn.Linear(4, 2))
    mesh = init_device_mesh("cpu", (2,))
    for module in (model[3], model):
        fully_shard(module, mesh=mesh)
    x = torch.linspace(-1, 1, 12).reshape(3, 4) + rank
    with trace(model) as t:
        model(x).pow(2).sum().backward()
    labels = {name: [(use.module, use.call) for use in t.uses(name)] for name in t.names}
    gradients = {}
    for name, parameter in model.named_parameters():
        assert isinstance(parameter.grad, DTensor)
        gradients[name] = (t.sum(name), parameter.grad.full_tensor())
    torch.save((labels, gradients, dict(count_uses(model, x).uses)), f"{folder}/{rank}")
    dist.destroy_process_group()


def test_the_mean_over_the_processes_is_what_is_sharded(tmp_path, monkeypatch):
    monkeypatch.setenv("GLOO_SOCKET_IFNAME", "lo")
    multiprocessing.spawn(train_shards, (str(tmp_path),), nprocs=2)  # pyright: ignore
    first, second = (torch.load(tmp_path / str(rank)) for rank in range(2))
    for labels, gradients, counts in (first, second):
        assert list(labels) == ["0.weight", "0.bias", "3.weight", "3.bias"] == list(gradients)
        assert labels["0.weight"] == [("0", 1), ("0", 0)] and labels["3.bias"] == [("3", 0)]
        assert counts == {"0.weight": 2, "0.bias": 2, "3.weight": 1, "3.bias": 1}
    for name, (total, gradient) in first[1].items():
        assert torch.equal(gradient, second[1][name][1])
        assert not torch.allclose(total, second[1][name][0])
        torch.testing.assert_close((total + second[1][name][0]) / 2, gradient)


UNITS: dict[str, Any] = {
    "the parent alone": lambda model: [model],
    "one list": lambda model: [[model[0], model[2]], model],
    "two calls": lambda model: [model[0], model[2], model],
    "the source alone": lambda model: [model[0], model],
}
"""What is sharded by one call each, for an encoder and a decoder that is its transpose."""

SEPARATE = ("two calls", "the source alone")


def autoencoder() -> Any:
    """An encoder and its transpose."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(6, 4), nn.Tanh(), nn.Linear(4, 6, bias=False))
    tie(model, "0.weight", "2.weight", transposed=True)
    return model


def inputs(rank: int) -> Tensor:
    return torch.linspace(-1, 1, 12).reshape(2, 6) + rank


def train_transposed(rank: int, folder: str) -> None:
    """What one of the two processes does with a transposed tie that is sharded in several ways."""
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=2)
    mesh = init_device_mesh("cpu", (2,))
    results = {}
    for name, units in UNITS.items():
        model = autoencoder()
        for unit in units(model):
            fully_shard(unit, mesh=mesh)
        with trace(model) as t:
            try:
                model(inputs(rank)).pow(2).sum().backward()
            except RuntimeError as error:
                results[name] = str(error)
                continue
        gradient = model[0].weight.grad
        labels = [(use.module, use.op) for use in t.uses("2.weight")]
        results[name] = labels, t.sum("0.weight"), gradient.full_tensor()
    torch.save(results, f"{folder}/{rank}")
    dist.destroy_process_group()


def test_a_transposed_tie_is_trained_in_one_unit_and_refused_in_two(tmp_path, monkeypatch):
    monkeypatch.setenv("GLOO_SOCKET_IFNAME", "lo")
    multiprocessing.spawn(train_transposed, (str(tmp_path),), nprocs=2)  # pyright: ignore
    first, second = (torch.load(tmp_path / str(rank)) for rank in range(2))
    whole = autoencoder()
    for rank in range(2):
        (whole(inputs(rank)).pow(2).sum() / 2).backward()
    for name in UNITS:
        if name in SEPARATE:
            for message in (first[name], second[name]):
                assert "fully_shard([source, dependent]), or by their parent alone" in message
            continue
        labels, here, gradient = first[name]
        assert labels == [("2", "mm"), ("0", "addmm")]
        torch.testing.assert_close(gradient, whole[0].weight.grad)
        torch.testing.assert_close((here + second[name][1]) / 2, gradient)
