"""What is found in a folder of submissions, and what is not opened."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import struct
import sys
import zipfile

import pytest

from tests.assign.grading.conftest import RIGHT, notebook, packed
from tying_assign.errors import AssignError
from tying_assign.grading import folder as subject
from tying_assign.grading.folder import Unopened, submissions

GOOD = notebook(RIGHT)


def told(folder, **options):
    """Path and status of each; "" where it is to be graded."""
    return {
        one.path: one.unopened.status if one.unopened else ""
        for one in submissions(folder, **options)
    }


def reasons(folder):
    return [one.unopened.reason for one in submissions(folder) if one.unopened]


def test_files_folders_and_zips_are_listed_in_the_order_of_their_paths(fill):
    folder = fill(
        {
            "b c.ipynb": GOOD,
            "Müller/作业 一.ipynb": GOOD,
            "a.zip": packed({"in/z.ipynb": GOOD, "y.py": b"x = 1"}),
            "a.py": RIGHT,
            "outer.ZIP": packed({"inner.zip": packed({"deep.ipynb": GOOD})}),
        }
    )
    paths = list(told(folder))
    assert paths == sorted(paths)
    assert set(paths) == {
        "b c.ipynb",
        "Müller/作业 一.ipynb",
        "a.zip!in/z.ipynb",
        "a.zip!y.py",
        "a.py",
        "outer.ZIP!inner.zip!deep.ipynb",
    }
    assert not any(told(folder).values())


def test_the_content_and_its_hash_are_those_of_the_file(fill):
    inner = packed({"x.ipynb": GOOD, "y.ipynb": b"{}"})
    folder = fill({"a.ipynb": GOOD, "b.zip": packed({"1.zip": inner, "c.ipynb": b"{ }"})})
    expected = {
        "a.ipynb": GOOD,
        "b.zip!1.zip!x.ipynb": GOOD,
        "b.zip!1.zip!y.ipynb": b"{}",
        "b.zip!c.ipynb": b"{ }",
    }
    for one in submissions(folder):
        assert one.read() == expected[one.path]
        assert one.sha256 == hashlib.sha256(expected[one.path]).hexdigest()


def test_a_single_zip_stands_for_its_folder(fill):
    folder = fill({"all.zip": packed({"a.ipynb": GOOD})})
    assert told(folder / "all.zip") == {"all.zip!a.ipynb": ""}


def test_what_systems_leave_behind_is_left_out(fill):
    folder = fill(
        {
            "a.ipynb": GOOD,
            ".DS_Store": b"x",
            "._a.ipynb": b"x",
            "Desktop.ini": b"x",
            "sub/.ipynb_checkpoints/a-checkpoint.ipynb": GOOD,
            "z.zip": packed(
                {"__MACOSX/._n.ipynb": b"x", "n.ipynb": GOOD, "d/.ipynb_checkpoints/n.ipynb": GOOD}
            ),
        }
    )
    assert told(folder) == {"a.ipynb": "", "z.zip!n.ipynb": ""}


def test_own_files_are_no_submissions(fill):
    folder = fill({"a.ipynb": GOOD, "grades.csv": b"submission", "feedback/a.html": b"x"})
    apart = [folder / "grades.csv", folder / "feedback"]
    assert told(folder, apart=apart) == {"a.ipynb": ""}


@pytest.mark.parametrize("name", ["essay.pdf", "notes.txt", "x", "marks.csv", "a.rar"])
def test_what_is_no_notebook_gets_a_row(fill, name):
    folder = fill({name: b"%PDF-1.4 x = 1"})
    assert told(folder) == {name: "unreadable"}


def test_a_notebook_under_another_name_is_graded(fill):
    folder = fill({"a.ipynb.txt": b"\xef\xbb\xbf \n" + GOOD, "b.json": GOOD})
    assert told(folder) == {"a.ipynb.txt": "", "b.json": ""}


def test_nothing_to_grade_is_said(tmp_path):
    with pytest.raises(AssignError, match="no submission lies in"):
        submissions(tmp_path)
    with pytest.raises(AssignError, match="there is no folder"):
        submissions(tmp_path / "missing")
    (tmp_path / "a.ipynb").write_bytes(GOOD)
    with pytest.raises(AssignError, match="neither a folder nor a zip"):
        submissions(tmp_path / "a.ipynb")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_are_followed_within_the_folder_only(fill, tmp_path):
    folder = fill({"a.ipynb": GOOD, "real/b.ipynb": GOOD})
    (tmp_path / "secret.ipynb").write_bytes(GOOD)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "c.ipynb").write_bytes(GOOD)
    (folder / "inside.ipynb").symlink_to("a.ipynb")
    (folder / "out.ipynb").symlink_to(tmp_path / "secret.ipynb")
    (folder / "outside").symlink_to(tmp_path / "elsewhere")
    (folder / "again").symlink_to("real")
    (folder / "circle").symlink_to("circle")
    (folder / "nowhere.ipynb").symlink_to("missing")
    assert told(folder) == {
        "a.ipynb": "",
        "inside.ipynb": "",
        "real/b.ipynb": "",
        "out.ipynb": "refused",
        "outside": "refused",
        "circle": "refused",
        "nowhere.ipynb": "refused",
    }


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_not_waited_for(fill):
    folder = fill({})
    os.mkfifo(folder / "a.ipynb")
    assert told(folder) == {"a.ipynb": "refused"}


def test_a_file_that_may_not_be_read_gets_a_row(fill, monkeypatch):
    folder = fill({"a.ipynb": GOOD, "b.ipynb": GOOD})
    really = os.open

    def refusing(path, *rest, **options):
        if str(path).endswith("a.ipynb"):
            raise PermissionError(13, "Permission denied", str(path))
        return really(path, *rest, **options)

    monkeypatch.setattr(os, "open", refusing)
    assert told(folder) == {"a.ipynb": "unreadable", "b.ipynb": ""}
    assert reasons(folder) == ["it cannot be read: Permission denied"]


def test_a_folder_that_may_not_be_listed_gets_a_row(fill, monkeypatch):
    folder = fill({"closed/a.ipynb": GOOD, "b.ipynb": GOOD})
    really = os.scandir

    def refusing(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return really(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert told(folder) == {"b.ipynb": "", "closed": "unreadable"}


@pytest.mark.parametrize(
    "name", ["../../home/x.ipynb", "a/../../x.ipynb", "/etc/x.ipynb", "C:/x.ipynb", "..\\x.ipynb"]
)
def test_an_entry_that_climbs_out_is_refused_and_the_others_are_graded(fill, name, tmp_path):
    folder = fill({"a.zip": packed({name: GOOD, "ok.ipynb": GOOD})})
    found = told(folder)
    assert sorted(found.values()) == ["", "refused"]
    assert found["a.zip!ok.ipynb"] == ""
    assert [path.name for path in tmp_path.rglob("*")] == ["submissions", "a.zip"]


def test_a_link_in_a_zip_is_refused(fill):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        entry = zipfile.ZipInfo("link.ipynb")
        entry.create_system = 3
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    assert told(fill({"a.zip": stream.getvalue()})) == {"a.zip!link.ipynb": "refused"}


def test_an_encrypted_entry_is_refused(fill):
    data = bytearray(packed({"a.ipynb": GOOD}))
    data[6] |= 1  # general purpose flag of the local header
    data[data.index(b"PK\1\2") + 8] |= 1  # and of the list of entries
    folder = fill({"a.zip": bytes(data)})
    assert told(folder) == {"a.zip!a.ipynb": "refused"}
    assert reasons(folder) == ["it is encrypted; ask for a zip without a password"]


def test_unusual_methods_are_refused(fill):
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        folder = fill({"a.zip": packed({"a.ipynb": GOOD}, method)})
        assert told(folder) == {"a.zip!a.ipynb": "refused"}


@pytest.mark.parametrize("content", [b"", b"PK\5\6", b"no zip at all", packed({"a": GOOD})[:-30]])
def test_a_damaged_zip_gets_a_row(fill, content):
    assert told(fill({"a.zip": content, "b.py": RIGHT})) == {"a.zip": "unreadable", "b.py": ""}


def test_a_damaged_entry_gets_a_row(fill):
    data = bytearray(packed({"a.ipynb": GOOD, "b.ipynb": GOOD}, zipfile.ZIP_STORED))
    data[data.index(GOOD) + 5] ^= 1
    assert told(fill({"a.zip": bytes(data)})) == {
        "a.zip!a.ipynb": "unreadable",
        "a.zip!b.ipynb": "",
    }


def test_an_empty_zip_gets_a_row(fill):
    folder = fill({"a.zip": packed({}), "b.zip": packed({"__MACOSX/x": b"", "folder/": b""})})
    assert told(folder) == {"a.zip": "unreadable", "b.zip": "unreadable"}


def test_a_third_zip_within_is_refused(fill):
    deep = packed({"3.zip": packed({"x.ipynb": GOOD})})
    assert told(fill({"1.zip": packed({"2.zip": deep})})) == {"1.zip!2.zip!3.zip": "refused"}


def test_too_large_files_are_refused_wherever_they_lie(fill, monkeypatch):
    monkeypatch.setattr(subject, "LARGEST", 1000)
    big = b"{" + bytes(1000)
    folder = fill({"a.ipynb": big, "b.zip": packed({"c.ipynb": big, "d.ipynb": big[:1000]})})
    assert told(folder) == {"a.ipynb": "refused", "b.zip!c.ipynb": "refused", "b.zip!d.ipynb": ""}


def test_a_size_that_the_zip_lies_about_does_not_count(fill, monkeypatch):
    monkeypatch.setattr(subject, "LARGEST", 1000)
    data = bytearray(packed({"a.ipynb": b"{" + bytes(100_000)}))
    listed = data.index(b"PK\1\2")
    for place in (22, listed + 24):
        struct.pack_into("<I", data, place, 10)
    (status,) = told(fill({"a.zip": bytes(data)})).values()
    assert status in ("refused", "unreadable")


def test_a_zip_that_unpacks_to_too_much_is_not_read_to_its_end(fill, monkeypatch):
    monkeypatch.setattr(subject, "LARGEST", 1000)
    monkeypatch.setattr(subject, "LARGEST_UNPACKED", 2500)
    inner = packed({f"{number}.ipynb": b"{" + bytes(999) for number in range(5)})
    folder = fill({"a.zip": packed({"inner.zip": inner})})
    found = told(folder)
    graded = [path for path, status in found.items() if not status]
    assert len(found) == 5
    assert sum(1000 for _ in graded) + len(inner) < 2500 + 1000


def test_a_zip_with_a_huge_list_of_entries_is_not_read(fill, monkeypatch):
    monkeypatch.setattr(subject, "LARGEST_LIST", 5000)
    many = packed({f"{number:050}.py": b"" for number in range(100)})
    few = packed({f"{number:050}.py": b"" for number in range(10)})
    assert told(fill({"a.zip": many}))["a.zip"] == "refused"
    assert "a.zip" not in told(fill({"a.zip": few}))


def test_the_list_of_a_zip_of_64_bits_counts_too():
    stream = io.BytesIO(b"PK\6\6" + bytes(36) + (10**12).to_bytes(8, "little") + bytes(8))
    end = stream.getvalue() + b"PK\6\7" + bytes(16) + b"PK\5\6" + bytes(8) + b"\xff" * 8 + bytes(2)
    assert subject._list_size(io.BytesIO(end)) == 10**12


def test_names_in_utf8_without_its_mark_and_names_in_cp437(fill):
    def raw(name: bytes) -> bytes:
        data = packed({"X" * len(name): GOOD})
        return data.replace(b"X" * len(name), name)

    folder = fill(
        {"a.zip": raw("作业.ipynb".encode()), "b.zip": raw("Jürgen.ipynb".encode("cp437"))}
    )
    assert list(told(folder)) == ["a.zip!作业.ipynb", "b.zip!Jürgen.ipynb"]


def test_the_same_name_twice_in_a_zip_gives_two_rows(fill):
    with pytest.warns(UserWarning, match="Duplicate name"):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("a.ipynb", GOOD)
            archive.writestr("a.ipynb", b"{}")
    found = submissions(fill({"z.zip": stream.getvalue()}))
    assert [one.path for one in found] == ["z.zip!a.ipynb", "z.zip!a.ipynb (2)"]
    assert [one.read() for one in found] == [GOOD, b"{}"]


def test_very_long_and_odd_names_are_listed(fill):
    long = "长" * 80 + ".ipynb"
    folder = fill({long: GOOD, "new\nline.ipynb": GOOD, "family 👩‍👧.ipynb": GOOD})
    assert set(told(folder)) == {long, "new\\nline.ipynb", "family 👩‍👧.ipynb"}


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
def test_a_name_that_is_no_text_is_listed(fill):
    folder = fill({})
    (folder / os.fsdecode(b"J\xfcrgen.ipynb")).write_bytes(GOOD)
    (one,) = submissions(folder)
    assert one.path == "J\\udcfcrgen.ipynb"
    assert one.read() == GOOD


def test_a_file_that_changes_meanwhile_is_not_graded_as_another(fill):
    folder = fill({"a.ipynb": GOOD})
    (one,) = submissions(folder)
    (folder / "a.ipynb").write_bytes(b"{}")
    with pytest.raises(Unopened, match="changed"):
        one.read()


def test_deep_folders_are_walked(fill):
    deep = "/".join(["d"] * 900)
    folder = fill({f"{deep}/a.ipynb": GOOD})
    assert told(folder) == {f"{deep}/a.ipynb": ""}
