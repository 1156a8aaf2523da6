"""The runner itself: it judges rightly, and every fault of the list still fits the code."""

import re
from pathlib import Path

import pytest

from tests.faults import processes
from tests.faults import warm as warm_process
from tests.faults.all import FAULTS
from tests.faults.fault import Fault
from tests.faults.processes import Warm
from tests.faults.run import judge, unproved
from tests.faults.tree import ROOT, DoesNotFit, files, patched, seeded

names = [f"{fault.bar} {fault.name}" for fault in FAULTS]
in_files = [fault for fault in FAULTS if fault.file]


def test_names_of_faults_are_different() -> None:
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("fault", in_files, ids=lambda fault: f"{fault.bar} {fault.name}")
def test_fault_fits_its_file(fault: Fault) -> None:
    patched(fault)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.bar} {fault.name}")
def test_fault_names_tests_that_exist(fault: Fault) -> None:
    assert bool(fault.file) != bool(fault.sql) and re.fullmatch(r"M-\d\d", fault.bar)
    for test in fault.tests:
        file, _, function = test.partition("::")
        assert (ROOT / file).is_file()
        assert not function or f"def {function.split('[')[0].split('::')[-1]}(" in (ROOT / file).read_text(
            encoding="utf-8"
        )


def _small_tree(folder: Path) -> None:
    (folder / "control.py").write_text("LIMIT = 10\n", encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (folder / "test_green.py").write_text("def test_it():\n    assert True\n", encoding="utf-8")
    (folder / "test_red.py").write_text(
        "from control import LIMIT\n\n\ndef test_it():\n    assert LIMIT == 10\n", encoding="utf-8"
    )
    (folder / "test_broken.py").write_text("import nothing_of_that_name\n", encoding="utf-8")


def test_red_bar_is_caught_and_green_one_survives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    _small_tree(tmp_path)
    change = {"file": "control.py", "old": "10", "new": "99"}
    assert judge(Fault("M-00", "x", ("test_red.py",), **change), tmp_path) == "caught"
    assert judge(Fault("M-00", "x", ("test_green.py",), **change), tmp_path) == "SURVIVED"
    assert judge(Fault("M-00", "x", ("test_broken.py",), **change), tmp_path).startswith("TESTS DID NOT RUN")
    assert judge(Fault("M-00", "x", ("test_red.py",), file="control.py", old="7"), tmp_path).startswith("DOES NOT FIT")
    assert (tmp_path / "control.py").read_text(encoding="utf-8") == "LIMIT = 10\n"


def test_only_what_a_run_has_shown_green_is_not_run_again() -> None:
    shown = {"a.py::one": True, "a.py::two[x]": True, "a.py::two[y]": False, "b.py::one": True, "ab.py::one": True}
    asked = {"a.py", "a.py::one", "a.py::two", "a.py::two[x]", "b.py", "c.py", "b.py::on"}
    assert unproved(asked, shown) == ["a.py", "a.py::two", "b.py::on", "c.py"]


def test_fault_is_taken_out_again_after_an_error(tmp_path: Path) -> None:
    (tmp_path / "control.py").write_text("LIMIT = 10\n", encoding="utf-8")
    with pytest.raises(RuntimeError), seeded(Fault("M-00", "x", (), file="control.py", old="10", new="99"), tmp_path):
        raise RuntimeError
    assert (tmp_path / "control.py").read_text(encoding="utf-8") == "LIMIT = 10\n"


def test_text_that_stands_twice_fits_nowhere(tmp_path: Path) -> None:
    (tmp_path / "control.py").write_text("LIMIT = 10  # 10\n", encoding="utf-8")
    with pytest.raises(DoesNotFit):
        patched(Fault("M-00", "x", (), file="control.py", old="10", new="99"), tmp_path)


def test_copy_has_the_code_and_none_of_the_built_folders() -> None:
    found = files()
    assert "manage.py" in found and "foundation/audit/functions.sql" in found
    assert not [name for name in found if name.startswith((".venv/", "node_modules/", "var/"))]


def test_fork_of_a_warm_process_judges_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))  # for the plugin of the runner; a real copy brings its own
    _small_tree(tmp_path)
    slow = "import threading\n\n\ndef test_it():\n    threading.Event().wait(60)\n"
    (tmp_path / "test_slow.py").write_text(slow, encoding="utf-8")
    change = {"file": "control.py", "old": "10", "new": "99"}
    with Warm(tmp_path / "out") as warm:
        assert judge(Fault("M-00", "x", ("test_red.py",), **change), tmp_path, warm) == "caught"
        assert judge(Fault("M-00", "x", ("test_green.py",), **change), tmp_path, warm) == "SURVIVED"
        broken = judge(Fault("M-00", "x", ("test_broken.py",), **change), tmp_path, warm)
        assert broken.startswith("TESTS DID NOT RUN")
        monkeypatch.setattr(processes, "SECONDS", 2)
        late = judge(Fault("M-00", "x", ("test_slow.py",), **change), tmp_path, warm)
        assert late.startswith("TESTS DID NOT RUN (exit 124)")
        assert warm(tmp_path, ["test_red.py"])[0] == 0  # and the next run is again one of the file as it stands


def test_module_of_another_tree_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    assert warm_process.strays({"root": str(ROOT)}, ROOT) == []
    assert str(ROOT / "config" / "__init__.py") in warm_process.strays({"root": "/elsewhere"}, ROOT)
