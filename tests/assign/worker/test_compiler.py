"""An optimiser works without torch's compiler, and the compiler is there for who asks."""

from __future__ import annotations

import subprocess
import sys

START = """
import sys, torch
from tying_assign.worker import compiler
compiler.leave_out()
"""
STEP = """
def stepped(make, fast):
    torch.manual_seed(0)
    net = torch.nn.Linear(3, 2)
    optimizer = make(net.parameters(), lr=0.1)
    for _ in range(3):
        optimizer.zero_grad()
        net(torch.ones(5, 3)).square().sum().backward()
        optimizer.step()
    optimizer.load_state_dict(optimizer.state_dict())
    assert ("sympy" not in sys.modules) == fast
    return [p.detach().clone() for p in net.parameters()]

makers = torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW
without = [stepped(make, True) for make in makers]
from torch._dynamo import is_compiling, config
assert not is_compiling() and config.recompile_limit > 0
assert torch._dynamo.graph_break.__module__.startswith("torch._dynamo")
for before, make in zip(without, makers):
    assert all(map(torch.equal, before, stepped(make, False)))
print("as before")
"""
COMPILED = """
double = torch.compile(lambda x: 2 * x, backend="eager", fullgraph=True)
assert torch.equal(double(torch.ones(3)), torch.full((3,), 2.0))
assert torch.compiler.disable(len)([1, 2]) == 2
print("compiled")
"""


def output_of(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300)
    assert not done.returncode, done.stderr
    return done.stdout


def test_optimisers_do_the_same_without_the_compiler():
    assert output_of(START + STEP) == "as before\n"


def test_a_submission_can_still_compile():
    assert output_of(START + COMPILED) == "compiled\n"


def test_a_part_of_the_compiler_can_be_imported_first():
    code = START + "import torch._dynamo.config as c\nassert c.recompile_limit\n" + COMPILED
    assert output_of(code) == "compiled\n"


STANCES = """
compiled = []

def backend(graph, inputs):
    compiled.append(graph)
    return graph

def double(x):
    return 2 * x

x = torch.ones(3)
with torch.compiler.set_stance("force_eager"):
    assert "sympy" not in sys.modules
    torch.compile(double, backend=backend)(x)
    assert "sympy" in sys.modules and not compiled
torch.compile(double, backend=backend)(x)
assert len(compiled) == 1
print("compiled after it")
"""
DECORATOR = """
@torch.compiler.set_stance("force_eager")
def eager(f, x):
    return f(x)

compiled = []
f = torch.compile(lambda x: 2 * x, backend=lambda graph, inputs: compiled.append(1) or graph)
eager(f, torch.ones(3))
assert not compiled
f(torch.ones(3))
assert compiled
print("only there")
"""


def test_a_stance_holds_for_a_compiler_that_comes_while_it_is_taken():
    assert output_of(START + STANCES) == "compiled after it\n"


def test_a_stance_decorates_a_function():
    assert output_of(START + DECORATOR) == "only there\n"


def test_a_trace_is_right_without_the_compiler():
    code = """
from tying.trace import trace
net = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Linear(2, 2))
net[1].weight = net[0].weight
with trace(net) as t:
    net(torch.ones(1, 2)).sum().backward()
assert "sympy" not in sys.modules
total = t.sum("0.weight")
assert torch.allclose(total, net[0].weight.grad)
print("traced")
"""
    assert output_of(START + code) == "traced\n"
