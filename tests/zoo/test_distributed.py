"""Two processes over gloo: replicas and shards of the same small architectures."""

from __future__ import annotations

import torch
import torch.distributed as dist
from torch import multiprocessing
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard
from torch.nn.parallel import DistributedDataParallel

from tests.zoo.small import SPECIMENS, Specimen, loss_of
from tying.ledger import ledger
from tying.trace import trace


def replica(specimen: Specimen, rank: int) -> dict:
    """The sum of the local contributions, and the gradient that both processes hold."""
    model = DistributedDataParallel(specimen.build())
    with trace(model) as t:
        loss_of(model, specimen.inputs(rank)).backward()
    return {name: (t.sum(name), p.grad) for name, p in model.named_parameters()}


def work(rank: int, folder: str) -> None:
    """What one of the two processes does."""
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=2)
    results = {specimen.name: replica(specimen, rank) for specimen in SPECIMENS}
    torch.save(results, f"{folder}/{rank}")
    dist.destroy_process_group()


def test_the_mean_of_two_traces_is_the_gradient_of_a_replica(tmp_path, monkeypatch):
    monkeypatch.setenv("GLOO_SOCKET_IFNAME", "lo")
    multiprocessing.spawn(work, (str(tmp_path),), nprocs=2)  # pyright: ignore
    first, second = (torch.load(tmp_path / str(rank)) for rank in range(2))
    for specimen in SPECIMENS:
        for name, (here, gradient) in first[specimen.name].items():
            there, other = second[specimen.name][name]
            assert (here is None) == (gradient is None)
            if gradient is not None:
                assert torch.equal(gradient, other)
                # Halves are exact, and two numbers are added in one order.
                assert torch.equal((here + there) / 2, gradient), (specimen.name, name)
