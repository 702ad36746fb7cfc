"""What the list of networks and the loading of weights promise: found, checked, never run, and clear when wrong."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
import yaml

from alexnet.inference import loading
from alexnet.networks.alexnet_2012 import AlexNet2012
from alexnet.weights import (
    REASONS,
    NetworkEntry,
    WeightsError,
    checksum,
    class_ids,
    manifest,
    path_of,
    read_manifest,
    state_dict,
    status,
    verify,
)

APP = Path(manifest.__file__).parents[2]
Edit = Callable[[Callable[[list[dict[str, Any]]], object]], None]


def refusal(run: Callable[[], object]) -> WeightsError:
    with pytest.raises(WeightsError) as caught:
        run()
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.fixture
def entry(own_folder: Path) -> NetworkEntry:
    """The network of 2012 with random weights, in a folder that a test may damage."""
    return read_manifest(own_folder).entry("alexnet-2012")


def resealed(entry: NetworkEntry) -> NetworkEntry:
    """The entry as it would be if its file, as it is now, were the right one."""
    data = path_of(entry).read_bytes()
    return entry.model_copy(update={"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)})


# the networks of this project


def test_the_project_lists_the_network_of_2012_and_that_of_2014() -> None:
    ids = {entry.id: entry.architecture for entry in read_manifest(manifest.SHIPPED).networks}
    assert ids == {"alexnet-2012": "alexnet-2012", "alexnet-torchvision": "alexnet-torchvision"}


def test_the_shipped_network_is_the_one_the_manifest_describes() -> None:
    entry = read_manifest(manifest.SHIPPED).entry("alexnet-2012")
    verify(entry)
    assert entry.url is None
    assert entry.bytes <= 30_000_000


def test_the_shipped_networks_accuracy_has_been_measured() -> None:
    accuracy = read_manifest(manifest.SHIPPED).entry("alexnet-2012").accuracy
    assert 0 < accuracy.top1 < accuracy.top5 < 100


def test_torchvisions_network_is_described_as_its_publisher_does() -> None:
    entry = read_manifest(manifest.SHIPPED).entry("alexnet-torchvision")
    assert entry.url == "https://download.pytorch.org/models/alexnet-owt-7be5be79.pth"
    assert (entry.bytes, entry.checksum) == (244_408_911, "7be5be79")
    assert (entry.accuracy.top1, entry.accuracy.top5) == (56.522, 79.066)
    assert (entry.resize, entry.input_size) == (256, 224)


def test_both_networks_know_the_thousand_words_of_the_contest_sorted_by_their_wordnet_ids() -> None:
    shipped = read_manifest(manifest.SHIPPED)
    few, many = (class_ids(shipped.entry(name)) for name in ("alexnet-2012", "alexnet-torchvision"))
    assert few == many
    assert len(many) == 1000
    assert list(many) == sorted(set(many))
    assert all(len(word) == 9 and word[0] == "n" and word[1:].isdigit() for word in many)


def test_the_shipped_network_has_as_many_numbers_as_the_paper_s() -> None:
    """60,965,224: section 5 speaks of 60 million. The file is unpacked and counted, not trusted."""
    entry = read_manifest(manifest.SHIPPED).entry("alexnet-2012")
    assert sum(tensor.numel() for tensor in state_dict(entry).values()) == 60_965_224


def test_the_thousand_words_stand_where_imagenet_puts_them() -> None:
    many = class_ids(read_manifest(manifest.SHIPPED).entry("alexnet-torchvision"))
    known = {0: "n01440764", 281: "n02123045", 657: "n03773504", 999: "n15075141"}  # tench, tabby, missile, tissue
    assert {place: many[place] for place in known} == known


# finding


def test_a_file_is_looked_for_where_it_is_said_to_be(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert path_of(read_manifest(own_folder).networks[0]).parent == own_folder
    monkeypatch.setenv("EXHIBIT_WEIGHTS_DIR", str(own_folder))
    assert path_of(read_manifest().networks[0]).parent == own_folder
    monkeypatch.delenv("EXHIBIT_WEIGHTS_DIR")
    assert path_of(read_manifest().networks[0]).parent == manifest.SHIPPED


def test_an_empty_folder_has_the_projects_networks_all_missing(tmp_path: Path) -> None:
    listed = read_manifest(tmp_path).networks
    assert {status(entry) for entry in listed} == {"missing"}
    assert all(class_ids(entry) for entry in listed)


def test_a_file_of_another_length_is_damaged(entry: NetworkEntry) -> None:
    assert status(entry) == "installed"
    with path_of(entry).open("ab") as file:
        file.write(b"!")
    assert status(entry) == "damaged"
    assert refusal(lambda: verify(entry)).reason == "checksum"


def test_an_unknown_network_is_answered_with_those_there_are(own_folder: Path) -> None:
    error = refusal(lambda: read_manifest(own_folder).entry("resnet"))
    assert error.reason == "unknown-network"
    assert "alexnet-2012" in str(error)


# loading


def test_sound_weights_are_loaded_under_the_papers_layer_names(entry: NetworkEntry) -> None:
    weights = state_dict(entry)
    assert weights.keys() == AlexNet2012(7).state_dict().keys()
    assert all(tensor.dtype == torch.float32 for tensor in weights.values())


def test_torchvisions_weights_get_the_same_layer_names(own_folder: Path) -> None:
    entry = read_manifest(own_folder).entry("alexnet-torchvision")
    assert {name.partition(".")[0] for name in state_dict(entry)} == {
        *(f"conv{number}" for number in range(1, 6)),
        *(f"fc{number}" for number in range(6, 9)),
    }


def test_the_beginning_of_a_checksum_is_enough_where_no_more_is_known(entry: NetworkEntry) -> None:
    assert entry.sha256 is not None
    verify(entry.model_copy(update={"sha256": None, "sha256_prefix": entry.sha256[:8]}))
    wrong = entry.model_copy(update={"sha256": None, "sha256_prefix": "00000000"})
    assert refusal(lambda: verify(wrong)).reason == "checksum"


def test_missing_weights_are_named(entry: NetworkEntry) -> None:
    path_of(entry).unlink()
    error = refusal(lambda: state_dict(entry))
    assert error.reason == "missing"
    assert entry.file in str(error)


def test_weights_that_are_cut_short_say_by_how_much(entry: NetworkEntry) -> None:
    path_of(entry).write_bytes(path_of(entry).read_bytes()[:-1000])
    error = refusal(lambda: state_dict(entry))
    assert error.reason == "truncated"
    assert str(entry.bytes - 1000) in str(error)


def test_a_single_changed_byte_is_noticed(entry: NetworkEntry) -> None:
    data = bytearray(path_of(entry).read_bytes())
    data[len(data) // 2] ^= 1
    path_of(entry).write_bytes(data)
    assert refusal(lambda: state_dict(entry)).reason == "checksum"


@pytest.mark.parametrize("network", ["alexnet-2012", "alexnet-torchvision"])
def test_a_file_that_holds_no_weights_cannot_be_read(network: str, own_folder: Path) -> None:
    entry = read_manifest(own_folder).entry(network)
    path_of(entry).write_bytes(b"no weights at all, but the right checksum")
    assert refusal(lambda: state_dict(resealed(entry))).reason == "unreadable"


def test_a_folder_in_the_files_place_cannot_be_read(entry: NetworkEntry) -> None:
    path_of(entry).unlink()
    path_of(entry).mkdir()
    assert refusal(lambda: state_dict(entry.model_copy(update={"bytes": 1}))).reason == "unreadable"


def test_weights_for_another_number_of_words_do_not_fit(entry: NetworkEntry) -> None:
    (entry.folder / entry.classes).write_text("n00000001\nn00000002\n")
    assert refusal(lambda: loading.build(entry, state_dict(entry))).reason == "shape"


class Bomb:
    """Runs when it is unpickled, were it ever."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return Path.touch, (self.trace,)


def test_code_in_a_weights_file_never_runs(own_folder: Path, tmp_path: Path) -> None:
    entry, trace = read_manifest(own_folder).entry("alexnet-torchvision"), tmp_path / "it-ran"
    torch.save({"features.0.weight": Bomb(trace)}, path_of(entry))
    assert refusal(lambda: state_dict(resealed(entry))).reason == "unreadable"
    assert not trace.exists()


# the manifest itself


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"sizes": 3}, "sizes"),
        ({"bytes": "many"}, "bytes"),
        ({"sha256": "beef"}, "sha256"),
        ({"sha256_prefix": "7be5be79"}, "sha256"),
        ({"file": "../secrets.pth"}, "file"),
        ({"url": "file:///etc/passwd"}, "url"),
        ({"architecture": "resnet"}, "architecture"),
        ({"normalisation": {"kind": "imagenet", "mean": [0, 0, 0]}}, "normalisation"),
        ({"temperature": 0}, "temperature"),
        ({"jpeg_quality": 0}, "jpeg_quality"),
        ({"speaks": "../words.txt"}, "speaks"),
    ],
)
def test_a_mistake_in_the_manifest_is_named_with_its_place(
    change: dict[str, object], place: str, own_folder: Path, edit_manifest: Edit
) -> None:
    edit_manifest(lambda networks: networks[1].update(change))
    error = refusal(lambda: read_manifest(own_folder))
    assert error.reason == "manifest"
    assert place in str(error)
    assert str(own_folder) in str(error)


def test_a_manifest_that_is_no_yaml_is_refused_in_one_line(own_folder: Path) -> None:
    (own_folder / "manifest.yaml").write_text("networks: [\n  - {id: }\n\tx")
    assert refusal(lambda: read_manifest(own_folder)).reason == "manifest"


def test_a_missing_list_of_words_is_named(entry: NetworkEntry) -> None:
    without = entry.model_copy(update={"classes": "nowhere.txt"})
    assert "nowhere.txt" in str(refusal(lambda: class_ids(without)))


def test_every_reason_has_its_sentence() -> None:
    gaps = ["network", "file", "folder", "host", "problem", "known", "status"]
    gaps += ["actual", "expected", "needed_mb", "done_mb", "total_mb"]
    sentences = {str(WeightsError(reason, **dict.fromkeys(gaps, 9))) for reason in REASONS}
    assert len(sentences) == len(REASONS)


def test_asking_what_is_installed_imports_no_torch() -> None:
    script = (
        "import sys; from alexnet.weights import read_manifest, status, class_ids\n"
        "for entry in read_manifest().networks: status(entry), class_ids(entry)\n"
        "print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=APP, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# sealing


def test_sealing_changes_only_the_two_lines_of_its_network(own_folder: Path) -> None:
    text = (manifest.SHIPPED / "manifest.yaml").read_text()
    (own_folder / "manifest.yaml").write_text(text)
    (own_folder / "alexnet-2012.safetensors").write_bytes(b"newly trained")
    checksum.update_checksum("alexnet-2012", own_folder)
    after = (own_folder / "manifest.yaml").read_text()
    changed = [new for old, new in zip(text.splitlines(), after.splitlines(), strict=True) if old != new]
    digest = hashlib.sha256(b"newly trained").hexdigest()
    assert changed == [f'    sha256: "{digest}"', "    bytes: 13"]
    verify(read_manifest(own_folder).entry("alexnet-2012"))


def test_sealing_knows_networks_of_any_place_in_the_list(own_folder: Path) -> None:
    entries = yaml.safe_load((manifest.SHIPPED / "manifest.yaml").read_text())["networks"]
    (own_folder / "manifest.yaml").write_text((manifest.SHIPPED / "manifest.yaml").read_text())
    for entry in entries:
        (own_folder / entry["file"]).write_bytes(entry["id"].encode())
        checksum.update_checksum(entry["id"], own_folder)
    for sealed in read_manifest(own_folder).networks:
        verify(sealed)
        assert sealed.bytes == len(sealed.id)
