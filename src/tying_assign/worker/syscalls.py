"""System calls that a submission cannot make, since no limit counts what they take.

Memory without an owner (``memfd_create``, ``shmget``), namespaces of its own, in which a file
system can be mounted that is as large as the machine, and what looks into other processes. They
fail with "Operation not permitted". It is a filter of seccomp, as containers have, in its old
programming language, BPF; see ``man 2 seccomp``.
"""

from __future__ import annotations

import ctypes
import platform
import struct

DENIED = {
    # x86_64, aarch64
    "add_key": (248, 217),
    "bpf": (321, 280),
    "io_uring_setup": (425, 425),
    "keyctl": (250, 219),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "mount": (165, 40),
    "mq_open": (240, 180),
    "perf_event_open": (298, 241),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "setns": (308, 268),
    "shmget": (29, 194),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
}
CLONE = (56, 220)
CLONE3 = (435, 435)
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

NEW_NAMESPACES = 0x7E020000
"""The flags of ``clone`` that make namespaces; those of ``clone3`` cannot be seen by a filter."""

OTHER_NUMBERING = 0x40000000
"""From here on x86_64 numbers its calls a second time (x32)."""

LOAD, EQUALS, AT_LEAST, HAS_BITS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, FAIL = 0x7FFF0000, 0x80000000, 0x00050000
EPERM, ENOSYS = 1, 38
NUMBER, MACHINE, FIRST_ARGUMENT = 0, 4, 16


def deny() -> None:
    """Deny them to this process and its children for good; where the machine is known."""
    if platform.machine() not in MACHINES:
        return
    program = _program(*MACHINES[platform.machine()])
    instructions = ctypes.create_string_buffer(program, len(program))
    address = ctypes.addressof(instructions)
    filter_ = struct.pack("HxxxxxxP", len(program) // 8, address)
    set_seccomp, mode_filter = 22, 2
    if ctypes.CDLL(None, use_errno=True).prctl(set_seccomp, mode_filter, filter_, 0, 0):
        raise OSError(ctypes.get_errno(), "no filter for system calls")


def _program(column: int, machine: int) -> bytes:
    """Instructions of eight bytes: code, how many to skip if true and if not, operand."""
    code = [(LOAD, 0, 0, MACHINE), (EQUALS, 1, 0, machine), (RETURN, 0, 0, KILL)]
    code += [(LOAD, 0, 0, NUMBER)]
    code += [(AT_LEAST, 0, 1, OTHER_NUMBERING), (RETURN, 0, 0, FAIL | EPERM)]
    for numbers in DENIED.values():
        code += [(EQUALS, 0, 1, numbers[column]), (RETURN, 0, 0, FAIL | EPERM)]
    code += [(EQUALS, 0, 1, CLONE3[column]), (RETURN, 0, 0, FAIL | ENOSYS)]  # glibc takes clone
    code += [(EQUALS, 0, 3, CLONE[column]), (LOAD, 0, 0, FIRST_ARGUMENT)]
    code += [(HAS_BITS, 0, 1, NEW_NAMESPACES), (RETURN, 0, 0, FAIL | EPERM)]
    code += [(RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("HBBI", *instruction) for instruction in code)
