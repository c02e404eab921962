"""The command line: a page from a folder, and a sentence for whatever is wrong."""

import json
import os
import re
import subprocess
import sys
import termios
import time
from pathlib import Path

import polars as pl
import pytest
from tests.analysis.uploads import FIXTURES, SHARED, needs_shared_data, toml

from accord.cli import COMMANDS, main
from accord.questionnaires.load import load_questionnaire

ANSWERS = "Employer,q1,q2\n" + "".join(f"{name},{i % 5 + 1},{(i + j) % 4 + 1}\n" for i in range(40)
                                       for j, name in enumerate(("Ambulance", "Borough")))  # fmt: skip
FRAME = "organisation,staff\nAmbulance,90\nBorough,60\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of good inputs, beside which we stand."""
    monkeypatch.chdir(tmp_path)
    inputs = tmp_path / "survey"
    inputs.mkdir()
    (inputs / "questionnaire.toml").write_text(toml())
    (inputs / "answers.csv").write_text(ANSWERS)
    (inputs / "frame.csv").write_text(FRAME)
    return inputs


def written(folder: Path) -> list[str]:
    """What stands beside the inputs, hidden files too."""
    return sorted(path.name for path in folder.parent.iterdir() if path != folder)


def test_help_is_there_at_once() -> None:
    """Polars, NumPy and SciPy stay away: that, not the machine's mood, is what keeps help under 0.3 s."""
    program = "import sys; from accord.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    program += "sys.exit(bool({'polars', 'numpy', 'scipy', 'django', 'jinja2', 'tqdm'} & set(sys.modules)))"
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "picture" in done.stdout
    assert time.perf_counter() - started < 3


def test_help_says_what_every_command_does(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    said = " ".join(capsys.readouterr().out.split())
    for command in COMMANDS:
        name = command.__name__.rpartition(".")[2]
        assert re.search(rf"\b{name} [a-z]+,? [a-z]+", said), f"{name} is not explained"


def test_a_page_by_default(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["picture", "survey"]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("Wrote picture.html.\n", "")
    page = (folder.parent / "picture.html").read_text()
    assert "<!doctype html>" in page[:100].lower()
    assert "Ambulance" in page
    assert written(folder) == ["picture.html"]


@pytest.mark.parametrize(("arguments", "name", "start"), [
    (["--json"], "picture.json", b"{\n"),
    (["--csv"], "picture.csv", b"\xef\xbb\xbfmeasure,dimension"),
    (["--pdf"], "picture.pdf", b"%PDF-"),
    (["-o", "out.JSON"], "out.JSON", b"{\n"),
    (["-o", "out.csv"], "out.csv", b"\xef\xbb\xbfmeasure"),
    (["-o", "out.pdf"], "out.pdf", b"%PDF-"),
    (["--json", "-o", "out.txt"], "out.txt", b"{\n"),
])  # fmt: skip
def test_the_flag_or_the_ending_chooses_the_format(folder: Path, arguments: list[str], name: str, start: bytes) -> None:
    assert main(["picture", "survey", *arguments]) == 0
    assert (folder.parent / name).read_bytes().startswith(start)


def test_seed_language_fiction_and_the_round_before(folder: Path) -> None:
    before = folder.parent / "before"
    before.mkdir()
    for path in folder.iterdir():
        (before / path.name).write_bytes(path.read_bytes())
    assert main(["picture", "survey", "--before", "before", "--seed", "7", "--fictional", "--json"]) == 0
    found = json.loads((folder.parent / "picture.json").read_text())
    assert found["fictional"] is True
    assert found["made"]["seed"] == 7
    assert found["measures"][0]["changes"]
    assert main(["picture", "survey", "--language", "cy"]) == 0
    assert 'lang="cy"' in (folder.parent / "picture.html").read_text()


def test_the_same_input_and_seed_give_the_same_file(folder: Path) -> None:
    for name in ("a.json", "b.json"):
        assert main(["picture", "survey", "-o", name]) == 0
    assert (folder.parent / "a.json").read_bytes() == (folder.parent / "b.json").read_bytes()


def test_an_organisation_named_like_a_formula_does_no_harm(folder: Path) -> None:
    for name in ("answers.csv", "frame.csv"):
        path = folder / name
        path.write_text(path.read_text().replace("Ambulance", "=HYPERLINK(1)"))
    assert main(["picture", "survey", "--csv"]) == 0
    names = pl.read_csv(folder.parent / "picture.csv")["row"].drop_nulls().to_list()
    assert "'=HYPERLINK(1)" in names
    assert not any(name.startswith("=") for name in names)


BAD = {
    "an empty file": ("answers.csv", "", "answers.csv: This file is empty."),
    "wrong encoding": ("answers.csv", "A\0B", "answers.csv: This is not text"),
    "duplicate headers": ("answers.csv", "Employer,q1,q1,q2\nA,1,1,1\n", "answers.csv, row 1, column q1: 2 columns"),
    "a column under another name": (
        "answers.csv",
        "Employer,q2,foo\nA,1,2\n",
        "answers.csv: The column «q1» is missing. The file also has: foo.",
    ),
    "a missing column": ("answers.csv", "Employer,q1\nA,1\n", "answers.csv: The column «q2» is missing."),
    "a code outside the scale": ("answers.csv", ANSWERS + "Borough,6,1\n", "answers.csv, row 82, column q1: 6 is not"),
    "text for a number": ("answers.csv", ANSWERS + "Borough,well,1\n", "answers.csv, row 82, column q1: «well» stands"),
    "a frame too small": ("frame.csv", "organisation,staff\nAmbulance,9\nBorough,60\n", "frame.csv: «Ambulance» has 9"),
    "a broken questionnaire": ("questionnaire.toml", "id = 3\n", "questionnaire.toml: "),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), BAD.values(), ids=BAD)
def test_bad_input_gets_a_sentence_and_leaves_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, expected: str
) -> None:
    (folder / name).write_text(text)
    assert main(["picture", "survey"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(expected), said.err
    assert "Traceback" not in said.err
    assert written(folder) == []


@pytest.mark.parametrize(("arguments", "expected"), [
    (["picture", "nowhere"], "nowhere: There is no such folder."),
    (["picture", "survey", "-o", "no/such/picture.html"], "no/such/picture.html: There is no folder no/such."),
    (["picture", "survey", "-o", "survey"], "survey: The ending says no format. Use one of .html, .json, .csv, .pdf"),
    (["picture", "survey", "--json", "-o", "survey"], "survey: This is a folder. Name a file."),
    (["questionnaire", "new", "none.csv"], "none.csv: This file cannot be read: No such file or directory."),
    (["questionnaire", "new", "survey/frame.csv"], "frame.csv: No column looks like answers"),
])  # fmt: skip
def test_a_place_that_cannot_be_used(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], expected: str
) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith(expected)
    assert written(folder) == []


def test_summaries_are_no_round_before(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = folder.parent / "before"
    before.mkdir()
    (before / "questionnaire.toml").write_text(toml('item = "Item"\npercent = "Percent"', two_measures=True))
    (before / "summaries.csv").write_text("Employer,Item,Percent\nA,q1,50\nA,q2,60\n")
    assert main(["picture", "survey", "--before", "before"]) == 2
    assert capsys.readouterr().err == "before: The round before must be answers. This folder holds summaries.\n"


def test_a_full_disk_leaves_the_old_picture_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["picture", "survey", "--json"]) == 0
    old = (folder.parent / "picture.json").read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert main(["picture", "survey", "--json", "--seed", "2"]) == 2
    assert capsys.readouterr().err == "picture.json: No space left on device.\n"
    assert written(folder) == ["picture.json"]
    assert (folder.parent / "picture.json").read_bytes() == old


def test_ctrl_c_is_no_accident(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupted)
    assert main(["picture", "survey"]) == 130
    assert capsys.readouterr().err == "Stopped.\n"
    assert written(folder) == []


def test_a_questionnaire_to_start_from(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["questionnaire", "new", "survey/answers.csv"]) == 0
    assert capsys.readouterr().out == "Wrote questionnaire.toml. Check every line marked «Check».\n"
    found = load_questionnaire(Path("questionnaire.toml"))
    assert [item.column for item in found.items] == ["q1", "q2"]
    Path("questionnaire.toml").rename(folder / "questionnaire.toml")
    assert main(["picture", "survey"]) == 0


def test_a_questionnaire_that_is_there_is_never_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("questionnaire.toml").write_text("mine")
    assert main(["questionnaire", "new", "survey/answers.csv"]) == 2
    assert capsys.readouterr().err.startswith("questionnaire.toml: This file is there already.")
    assert Path("questionnaire.toml").read_text() == "mine"


@needs_shared_data
@pytest.mark.parametrize(("name", "data", "kind", "organisations"), [
    ("army", "army_lq2002.csv", "answers.csv", 49),
    ("civil_service", "civil_service_people_survey_2009_2022.csv", "summaries.csv", 100),
])  # fmt: skip
def test_real_data(folder: Path, name: str, data: str, kind: str, organisations: int) -> None:
    for path in folder.iterdir():
        path.unlink()
    (folder / "questionnaire.toml").write_bytes((FIXTURES / f"{name}.toml").read_bytes())
    (folder / kind).write_bytes((SHARED / data).read_bytes())
    assert main(["picture", "survey", "--json"]) == 0
    found = json.loads((folder.parent / "picture.json").read_text())
    assert found["made"]["organisations"] >= organisations


def test_a_bar_where_a_person_waits(folder: Path) -> None:
    main_end, terminal = os.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    program = "import sys; from accord.cli import main; sys.exit(main(['picture', 'survey']))"
    done = subprocess.run([sys.executable, "-c", program], stderr=terminal, stdout=subprocess.PIPE, check=False)
    shown = os.read(main_end, 65536).decode()
    os.close(terminal)
    os.close(main_end)
    assert done.returncode == 0
    assert done.stdout == b"Wrote picture.html.\n"
    assert "Reading answers.csv" in shown
    assert "Writing picture.html:  95 %" in shown


def test_the_modules_are_listed_and_put_together(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["questionnaire", "modules"]) == 0
    assert "senior_leaders     12 questions   Trust in senior leaders" in capsys.readouterr().out
    assert main(["questionnaire", "compose", "-o", "core.toml"]) == 0
    told = "Wrote core.toml: 15 questions.\neveryone   15 questions, about 3 minutes\n"
    assert capsys.readouterr().out == told
    assert main(["questionnaire", "compose", "six_dimensions", "climate", "-o", "long.toml"]) == 0
    told = capsys.readouterr().out
    assert "That is more than anybody should be asked. Give each person one of" in told
    assert "form A    " in told
    assert "about 4 minutes" in told
    assert main(["questionnaire", "compose", "-o", "core.toml"]) == 2
    assert "This file is there already." in capsys.readouterr().err
    assert main(["questionnaire", "compose", "teem", "-o", "x.toml"]) == 2
    assert "There is no module «teem». There are: senior_leaders, safety," in capsys.readouterr().err


def test_a_table_of_questions_becomes_a_questionnaire(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder.parent / "items.csv").write_text("id,measure,text\nq1,The team,I can speak up.\n")
    assert main(["questionnaire", "import", "items.csv"]) == 0
    assert capsys.readouterr().out.startswith("Wrote questionnaire.toml: 1 questions.")
    assert 'text = "I can speak up."' in (folder.parent / "questionnaire.toml").read_text()
    assert main(["questionnaire", "import", "items.csv"]) == 2
    assert main(["questionnaire", "import", "nowhere.csv", "-o", "x.toml"]) == 2


def test_a_reader_who_has_read_enough_is_no_error() -> None:
    program = "from accord.cli import main; import sys; sys.exit(main(['questionnaire', 'modules']))"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=30) == 0
