"""What `python -m alexnet` promises: answers, one line for each thing that went wrong, an honest exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

import photo_files as files
from alexnet.cli import main
from alexnet.inference.engine import Engine
from alexnet.weights import WeightsError, manifest
from alexnet.weights.manifest import NetworkEntry

APP = Path(manifest.__file__).parents[2]
CAT = APP.parent / "content" / "samples" / "cat.jpg"
Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def small_museum(weights_folder: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands use the random networks, and those that run one share one engine."""
    monkeypatch.setenv("EXHIBIT_WEIGHTS_DIR", str(weights_folder))
    for family in ("photos", "networks", "measures"):
        monkeypatch.setattr(f"alexnet.cli.{family}.engine_for", lambda options: engine)


@pytest.fixture
def album(tmp_path: Path) -> list[str]:
    """A good photo, one that is cut short, a text, a file that is not there, and another good photo."""
    good = files.file_of(files.picture((300, 200)), "JPEG")
    contents = {
        "a.jpg": good,
        "cut.jpg": good[:400],
        "text.jpg": b"hello",
        "z.png": files.file_of(files.picture(), "PNG"),
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    return [str(tmp_path / name) for name in ("a.jpg", "cut.jpg", "text.jpg", "nowhere.jpg", "z.png")]


def in_a_shell(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "alexnet", *arguments],
        cwd=APP,
        env={**os.environ, **environment},
        capture_output=True,
        encoding=environment.get("PYTHONIOENCODING", "utf-8"),
        check=False,
    )


# classify


def test_classify_prints_the_names_of_each_photo(album: list[str], capsys: Printed, words: tuple[str, ...]) -> None:
    assert main(["classify", album[0], album[-1], "--top", "3"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    lines = printed.out.splitlines()
    assert [line.split("  ")[0] for line in lines if not line.startswith(" ")] == [album[0], album[-1]]
    assert len(lines) == 2 * (1 + 3)
    assert all(any(word in line for word in words) for line in lines if line.startswith(" "))


def test_classify_json_prints_one_object_per_photo(album: list[str], capsys: Printed) -> None:
    assert main(["classify", album[0], album[-1], "--json"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [record["photo"] for record in records] == [album[0], album[-1]]
    for record in records:
        assert record.keys() == {"photo", "network", "device", "milliseconds", "predictions", "family"}
        assert record["family"].keys() == {"id", "probability"}
        assert (record["network"], record["device"]) == ("alexnet-2012", "cpu")
        assert record["milliseconds"] > 0
        shares = [one["probability"] for one in record["predictions"]]
        assert len(shares) == 5
        assert shares == sorted(shares, reverse=True)
        assert all(one.keys() == {"id", "name", "probability"} for one in record["predictions"])


def test_bad_photos_cost_one_line_each_and_the_others_are_answered(album: list[str], capsys: Printed) -> None:
    assert main(["classify", *album, "--json"]) == 1
    printed = capsys.readouterr()
    assert [json.loads(line)["photo"] for line in printed.out.splitlines()] == [album[0], album[-1]]
    complaints = printed.err.splitlines()
    assert [line.partition(": ")[0] for line in complaints] == album[1:4]
    assert "cut short" in complaints[0]
    assert "not a picture" in complaints[1]


def test_a_photo_without_its_end_is_answered_and_said_to_be_incomplete(tmp_path: Path, capsys: Printed) -> None:
    path = tmp_path / "endless.jpg"
    path.write_bytes(files.file_of(files.picture((300, 200)), "JPEG")[:-2])
    assert main(["classify", str(path), "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["photo"] == str(path)
    assert printed.err.startswith(f"{path}: The end of this file is missing")
    assert printed.err.count("\n") == 1


def test_classify_asks_the_network_that_is_named(album: list[str], capsys: Printed) -> None:
    assert main(["classify", album[0], "--json", "--network", "alexnet-torchvision"]) == 0
    assert json.loads(capsys.readouterr().out)["network"] == "alexnet-torchvision"


def test_ten_views_give_another_answer_than_one(album: list[str], capsys: Printed) -> None:
    shares = []
    for option in ([], ["--ten-crop"]):
        assert main(["classify", album[0], "--json", *option]) == 0
        shares.append(json.loads(capsys.readouterr().out)["predictions"][0]["probability"])
    assert shares[0] != shares[1]


def test_an_unknown_network_is_one_line_that_names_the_known_ones(album: list[str], capsys: Printed) -> None:
    assert main(["classify", album[0], "--network", "resnet"]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "alexnet-2012" in error


@pytest.mark.parametrize("arguments", [[], ["classify"], ["classify", "a.jpg", "--top", "0"], ["frobnicate"]])
def test_a_command_that_makes_no_sense_is_status_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


# explain and filters


@pytest.mark.parametrize("method", ["gradient", "grad-cam"])
def test_explain_draws_the_square_that_the_network_saw(
    method: str, album: list[str], tmp_path: Path, capsys: Printed, words: tuple[str, ...]
) -> None:
    out = tmp_path / "why.png"
    assert main(["explain", album[0], "--method", method, "--target", words[2], "--out", str(out)]) == 0
    assert words[2] in capsys.readouterr().out
    with Image.open(out) as picture:
        assert (picture.format, picture.size) == ("PNG", (227, 227))


def test_explain_without_a_target_takes_the_first_answer(album: list[str], tmp_path: Path, capsys: Printed) -> None:
    main(["classify", album[0], "--json"])
    first = json.loads(capsys.readouterr().out)["predictions"][0]["id"]
    main(["explain", album[0], "--method", "gradient", "--out", str(tmp_path / "why.png")])
    assert first in capsys.readouterr().out


def test_explain_of_a_word_the_network_does_not_know_is_one_line(
    album: list[str], tmp_path: Path, capsys: Printed
) -> None:
    out = tmp_path / "why.png"
    assert main(["explain", album[0], "--method", "gradient", "--target", "n99999999", "--out", str(out)]) == 1
    assert "n99999999" in capsys.readouterr().err
    assert not out.exists()


def test_explain_of_a_bad_photo_is_one_line(album: list[str], tmp_path: Path, capsys: Printed) -> None:
    assert main(["explain", album[1], "--method", "gradient", "--out", str(tmp_path / "why.png")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_place_that_cannot_be_written_to_is_one_line(album: list[str], tmp_path: Path, capsys: Printed) -> None:
    assert main(["filters", "--out", str(tmp_path / "no" / "such" / "folder.png")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_filters_draws_all_kernels(tmp_path: Path, capsys: Printed) -> None:
    assert main(["filters", "--out", str(tmp_path / "kernels.png")]) == 0
    assert "96 kernels of alexnet-2012" in capsys.readouterr().out
    with Image.open(tmp_path / "kernels.png") as picture:
        assert min(picture.size) > 300


# networks and download


def test_networks_tells_what_is_installed_and_which_one_answers(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    monkeypatch.setenv("EXHIBIT_WEIGHTS_DIR", str(own_folder))
    (own_folder / "one-tower.pth").unlink()
    assert main(["networks", "--json"]) == 0
    records = {record["id"]: record for record in json.loads(capsys.readouterr().out)}
    assert records["alexnet-torchvision"]["status"] == "missing"
    assert records["alexnet-torchvision"]["downloadable"]
    assert not records["alexnet-torchvision"]["answers"]
    assert records["alexnet-2012"]["status"] == "installed"
    assert records["alexnet-2012"]["answers"]
    assert not records["alexnet-2012"]["downloadable"]
    assert main(["networks"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "missing" in lines[0]
    assert "can be downloaded" in lines[0]
    assert "answers" in lines[1]


def test_download_fetches_what_is_missing_and_nothing_else(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    monkeypatch.setenv("EXHIBIT_WEIGHTS_DIR", str(own_folder))
    asked: list[str] = []

    def fetch(entry: NetworkEntry, progress: Callable[[int, int], None]) -> Path:
        asked.append(entry.id)
        progress(entry.bytes // 2, entry.bytes)
        progress(entry.bytes, entry.bytes)
        return own_folder / entry.file

    monkeypatch.setattr("alexnet.cli.networks.download", fetch)
    assert main(["download"]) == 0
    assert asked == []
    assert "Nothing to download" in capsys.readouterr().out
    (own_folder / "one-tower.pth").unlink()
    assert main(["download"]) == 0
    assert asked == ["alexnet-torchvision"]
    printed = capsys.readouterr()
    assert str(own_folder / "one-tower.pth") in printed.out
    assert "100%" in printed.err


def test_a_download_that_fails_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: Printed) -> None:
    def fetch(entry: NetworkEntry, progress: object) -> Path:
        raise WeightsError("no-route", host="download.example")

    monkeypatch.setattr("alexnet.cli.networks.download", fetch)
    assert main(["download", "--network", "alexnet-torchvision"]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == "alexnet download: download.example cannot be reached from here."


def test_the_network_that_ships_cannot_be_downloaded(capsys: Printed) -> None:
    assert main(["download", "--network", "alexnet-2012"]) == 1
    assert "comes with the exhibit" in capsys.readouterr().err


# evaluate and bench


def test_evaluate_prints_both_scores_and_what_it_left_out(
    tmp_path: Path, capsys: Printed, words: tuple[str, ...]
) -> None:
    for folder in (words[0], "n99999999"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.jpg").write_bytes(files.file_of(files.picture(), "JPEG"))
    assert main(["evaluate", str(tmp_path), "--json"]) == 0
    printed = capsys.readouterr()
    record = json.loads(printed.out)
    assert (record["photos"], record["classes"], record["unknown"]) == (1, 1, ["n99999999"])
    assert record["top1_interval"][0] <= record["top1"] <= record["top1_interval"][1]
    assert (record["ten_crop"], record["temperature"], len(record["families"])) == (None, 1.5, 1)
    assert "n99999999" in printed.err
    assert main(["evaluate", str(tmp_path), "--ten-crop", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ten_crop"]["photos"] == 1
    assert main(["evaluate", str(tmp_path)]) == 0
    assert "top-5" in capsys.readouterr().out


def test_evaluate_reports_bad_photos_and_says_so_in_its_status(
    tmp_path: Path, capsys: Printed, words: tuple[str, ...]
) -> None:
    (tmp_path / words[0]).mkdir()
    (tmp_path / words[0] / "a.jpg").write_bytes(files.file_of(files.picture(), "JPEG"))
    (tmp_path / words[0] / "bad.jpg").write_bytes(b"bad")
    assert main(["evaluate", str(tmp_path), "--json"]) == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)["photos"] == 1
    assert "bad.jpg" in printed.err


def test_evaluate_of_an_empty_folder_is_one_line(tmp_path: Path, capsys: Printed) -> None:
    assert main(["evaluate", str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["evaluate", str(tmp_path / "nowhere")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


# the real program, in a shell


def test_the_shipped_network_answers_from_a_shell() -> None:
    done = in_a_shell("classify", str(CAT), "--json", "--device", "cpu", EXHIBIT_WEIGHTS_DIR=str(manifest.SHIPPED))
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert len(record["predictions"]) == 5
    assert all(one["name"] != one["id"] for one in record["predictions"])


@pytest.mark.parametrize(
    "console", [{"PYTHONIOENCODING": "cp1252"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}]
)
def test_any_name_of_a_file_can_be_said_on_any_console(tmp_path: Path, console: dict[str, str]) -> None:
    good, bad = tmp_path / "猫 consommé.png", tmp_path / "犬.png"
    good.write_bytes(files.file_of(files.picture(), "PNG"))
    bad.write_bytes(b"no photo")
    for format_ in ([], ["--json"]):
        done = in_a_shell("classify", str(good), str(bad), *format_, **console)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert os.fsencode(json.loads(done.stdout)["photo"]) == os.fsencode(good)


def test_without_any_weights_classify_says_so_in_one_line(tmp_path: Path) -> None:
    done = in_a_shell("classify", str(CAT), EXHIBIT_WEIGHTS_DIR=str(tmp_path))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1] == "alexnet classify: No network is installed."
    assert "Traceback" not in done.stderr


def test_a_device_that_is_not_there_is_one_line() -> None:
    done = in_a_shell("classify", str(CAT), "--device", "abacus")
    assert done.returncode == 1
    assert done.stderr == "alexnet classify: there is no device called 'abacus' here\n"
