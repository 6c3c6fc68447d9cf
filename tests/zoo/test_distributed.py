"""Two processes over gloo: replicas and shards of the same small architectures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
import torch.distributed as dist
from torch import Tensor, multiprocessing, nn
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard
from torch.distributed.tensor import DTensor
from torch.nn.parallel import DistributedDataParallel

from tests.conftest import Once
from tests.zoo.small import SPECIMENS, Specimen, loss_of
from tying.trace import trace


def replica(specimen: Specimen, rank: int) -> dict:
    """The sum of the local contributions, and the gradient that both processes hold."""
    model = DistributedDataParallel(specimen.build())
    with trace(model) as t:
        loss_of(model, specimen.inputs(rank)).backward()
    return {name: (t.sum(name), p.grad) for name, p in model.named_parameters()}


def shards(specimen: Specimen, rank: int) -> dict:
    """The sum of the local contributions, and the whole of the gradient, of which each has half."""
    model = specimen.build()
    mesh = init_device_mesh("cpu", (2,))
    for block in blocks(model):
        fully_shard(block, mesh=mesh)
    fully_shard(model, mesh=mesh)
    with trace(model) as t:
        loss_of(model, specimen.inputs(rank)).backward()
    return {
        name: (t.sum(name), None if p.grad is None else whole(p.grad))
        for name, p in model.named_parameters()
    }


def whole(gradient: Tensor) -> Tensor:
    """All of a gradient of which this process holds a shard."""
    assert isinstance(gradient, DTensor)
    return gradient.full_tensor()


def blocks(model: nn.Module) -> Iterator[nn.Module]:
    """The members of the outermost lists of modules."""
    for child in model.children():
        if isinstance(child, nn.ModuleList):
            yield from child
        else:
            yield from blocks(child)


def work(rank: int, folder: str) -> None:
    """What one of the two processes does."""
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=2)
    for parallel in (replica, shards):
        results = {specimen.name: parallel(specimen, rank) for specimen in SPECIMENS}
        torch.save(results, f"{folder}/{parallel.__name__}{rank}")
    dist.destroy_process_group()


def run_both(folder: Path) -> str:
    """Run the two processes, and say where their results are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GLOO_SOCKET_IFNAME", "lo")
        multiprocessing.spawn(work, (str(folder),), nprocs=2)  # pyright: ignore
    return str(folder)


@pytest.fixture(scope="session")
def folder(once: Once) -> Path:
    """The results of both processes."""
    return Path(once("zoo-ranks", run_both))


@pytest.mark.parametrize("parallel", ["replica", "shards"])
@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda specimen: specimen.name)
def test_the_mean_of_two_traces_is_the_gradient(folder, specimen, parallel):
    first, second = (torch.load(folder / f"{parallel}{rank}") for rank in range(2))
    for name, (here, gradient) in first[specimen.name].items():
        there, other = second[specimen.name][name]
        assert (here is None) == (gradient is None), name
        if gradient is not None:
            assert torch.equal(gradient, other), name
            # Halves are exact, and two numbers are added in one order.
            assert torch.equal((here + there) / 2, gradient), name
