"""Each layout as its system writes it, recognised without being told."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from grader.intake.layouts import LayoutError
from grader.intake.layouts.times import parsed_stamp

from .conftest import Read, who

UTC = timezone.utc


def test_plain_folders_archives_and_files(read: Read) -> None:
    listing = read(
        {
            "ana/tanh.py": "",
            "Bob Roe/hw/tanh.py": "",
            "cyd.zip": "",
            "dan.tar.gz": "",
            "eve.ipynb": "",
            "fay/work.zip": "",
            "notes.txt": "",
            ".DS_Store": "",
            "__MACOSX/x": "",
        }
    )
    assert listing.layout == "plain"
    assert who(listing) == {
        "Bob Roe": ["hw/tanh.py"],
        "ana": ["tanh.py"],
        "cyd": ["cyd.zip"],
        "dan": ["dan.tar.gz"],
        "eve": ["eve.ipynb"],
        "fay": ["work.zip"],
    }
    assert [left.path.name for left in listing.left] == ["notes.txt"]


def test_nbgrader_with_times(read: Read) -> None:
    listing = read(
        {
            "submitted/ana/hw1/tanh.ipynb": "",
            "submitted/ana/hw1/timestamp.txt": "2026-11-01 10:00:00.000000 UTC\n",
            "submitted/bob/hw1/tanh.ipynb": "",
            "submitted/bob/hw2/tanh.ipynb": "",
            "submitted/cyd/hw2/tanh.ipynb": "",
            "release/hw1/tanh.ipynb": "",
        }
    )
    assert listing.layout == "nbgrader"
    assert who(listing) == {"ana": ["tanh.ipynb", "timestamp.txt"], "bob": ["tanh.ipynb"]}
    assert listing.hand_ins[0].submitted_at == datetime(2026, 11, 1, 10, tzinfo=UTC)
    assert listing.hand_ins[1].submitted_at is None
    assert [left.path.name for left in listing.left] == ["cyd"]


def test_nbgrader_of_an_unknown_assignment_asks(read: Read) -> None:
    tree = {"submitted/ana/ps1/tanh.py": "1", "submitted/ana/ps2/tanh.py": "2"}
    with pytest.raises(LayoutError, match="--layout nbgrader:ps1 or --layout nbgrader:ps2"):
        read(tree)
    listing = read(tree, "nbgrader", "ps2")
    assert listing.hand_ins[0].parts[0].path.name == "ps2"


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-11-01 10:00:00.5 UTC", datetime(2026, 11, 1, 10, 0, 0, 500_000, UTC)),
        ("2026-11-01 10:00:00 +0100", datetime(2026, 11, 1, 9, tzinfo=UTC)),
        ("2026-11-01T10:00:00Z", datetime(2026, 11, 1, 10, tzinfo=UTC)),
        ("2026-11-01 10:00:00", datetime(2026, 11, 1, 10)),
        ("2026-11-01 10:00:00 No/Where", None),
        ("../../etc/passwd ../../etc ../../etc/passwd", None),
        ("2026-11-01 10:00:00 ../../etc/passwd", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_stamps_of_nbgrader(text: str, time: datetime | None) -> None:
    parsed = parsed_stamp(text)
    assert parsed == time or (time is not None and parsed is not None and parsed == time)


def test_canvas(read: Read) -> None:
    listing = read(
        {
            "doeana_101_9001_tanh.py": "",
            "doeana_101_9002_network-1.py": "",
            "roe_bob_LATE_102_9003_my_hw_7_.zip": "",
            "zoë_103_9004_tanh-2.py": "",
            "zoë_103_9005_tanh.py": "",
            "poeeve_104_text.html": "",
        }
    )
    assert listing.layout == "canvas"
    assert who(listing) == {
        "101": ["network.py", "tanh.py"],
        "102": ["my_hw_7_.zip"],
        "103": ["tanh-2.py", "tanh.py"],
    }
    bob = next(each for each in listing.hand_ins if each.keys == ("102",))
    assert (bob.name, bob.ids) == ("roe_bob", {"canvas_id": "102"})
    assert [left.reason for left in listing.left] == ["text, not files, was handed in"]


def test_moodle_in_folders(read: Read) -> None:
    listing = read(
        {
            "Ana Doe_501_assignsubmission_file/tanh.py": "",
            "Ana Doe_501_assignsubmission_onlinetext/onlinetext.html": "",
            "Bob_Roe Poe_502_assignsubmission_file_/sub/tanh.py": "",
            "Participant_503_assignsubmission_file_/hw.zip": "",
            "Default group_assignsubmission_file_/tanh.py": "",
        }
    )
    assert listing.layout == "moodle"
    assert who(listing) == {"501": ["tanh.py"], "502": ["sub/tanh.py"], "503": ["hw.zip"]}
    assert [each.name for each in listing.hand_ins] == ["Ana Doe", "Bob Roe Poe", ""]
    assert listing.hand_ins[0].keys == ("501", "Participant 501")
    assert len(listing.left) == 2


def test_moodle_side_by_side(read: Read) -> None:
    listing = read(
        {
            "Ana Doe_501_assignsubmission_file_tanh.py": "",
            "Ana Doe_501_assignsubmission_file_network.py": "",
            "Bob Roe_502_assignsubmission_file_all_my_work.zip": "",
        }
    )
    assert who(listing) == {"501": ["network.py", "tanh.py"], "502": ["all_my_work.zip"]}


METADATA = """\
submission_900:
  :submitters:
  - :name: Ana Doe
    :sid: s003
    :email: ana@x.example
  - :name: Bob Roe
    :sid:
    :email: bob@x.example
  :created_at: 2026-11-01 10:00:00.000000000 -08:00
  :score: 8.5
submission_901:
  :submitters:
  - :name: Cyd
    :sid: 0042
    :email: cyd@x.example
  :created_at: '2026-11-02T10:00:00Z'
submission_902:
  :submitters: []
"""


def test_gradescope_with_a_group(read: Read) -> None:
    listing = read(
        {
            "assignment_7_export/submission_metadata.yml": METADATA,
            "assignment_7_export/submission_900/tanh.py": "",
            "assignment_7_export/submission_901/hw.zip": "",
            "assignment_7_export/submission_902/tanh.py": "",
        }
    )
    assert listing.layout == "gradescope"
    assert who(listing) == {"s003": ["tanh.py"], "bob@x.example": ["tanh.py"], "0042": ["hw.zip"]}
    ana, _, cyd = listing.hand_ins
    assert ana.submitted_at == datetime(2026, 11, 1, 18, tzinfo=UTC)
    assert cyd.submitted_at == datetime(2026, 11, 2, 10, tzinfo=UTC)
    assert [left.path.name for left in listing.left] == ["submission_902"]


@pytest.mark.parametrize(
    "text",
    [
        "- a list",
        "{",
        "submission_1: {':submitters': [{':name': Nobody}]}",
        "[" * 100_000,
    ],
)
def test_gradescope_metadata_that_cannot_be_used(read: Read, text: str) -> None:
    with pytest.raises(LayoutError, match=r"submission_metadata\.yml"):
        read({"submission_metadata.yml": text, "submission_1/tanh.py": ""})


def test_gradescope_metadata_makes_no_objects(read: Read) -> None:
    text = "submission_1: !!python/object/apply:os.system [echo]"
    with pytest.raises(LayoutError, match="holds no submissions"):
        read({"submission_metadata.yml": text, "submission_1/tanh.py": ""})


def test_github_classroom(read: Read) -> None:
    tree = {"hw1-ana/tanh.py": "", "hw1-bob-roe/tanh.py": "", "hw1-bob-roe/.git/config": ""}
    listing = read(tree, root="hw1-submissions")
    assert listing.layout == "github"
    assert sorted(who(listing)) == ["ana", "bob-roe"]


def test_github_clones_in_any_folder(read: Read) -> None:
    listing = read({"my-hw-ana/.git/HEAD": "", "my-hw-abe/.git/HEAD": "", "my-hw-abe/tanh.py": ""})
    assert listing.layout == "github"
    assert [each.keys for each in listing.hand_ins] == [("abe",), ("ana",)]


NOTE = "Name: {name} ({user})\nAssignment: My HW\n\nSubmission Field:\nName: Eve Evil (eve)\n"


def test_blackboard_with_two_attempts(read: Read) -> None:
    first, second = (
        "My_HW_ana_d_attempt_2026-11-01-10-00-00",
        "My_HW_ana_d_attempt_2026-11-02-10-00-00",
    )
    listing = read(
        {
            f"{first}.txt": NOTE.format(name="Ana Doe", user="ana_d"),
            f"{first}_tanh.py": "",
            f"{second}.txt": NOTE.format(name="Ana Doe", user="ana_d"),
            f"{second}_tanh.py": "",
            f"{second}_network.py": "",
        }
    )
    assert listing.layout == "blackboard"
    assert [each.keys for each in listing.hand_ins] == [("ana_d",), ("ana_d",)]
    assert [each.submitted_at for each in listing.hand_ins] == [
        datetime(2026, 11, 1, 10),
        datetime(2026, 11, 2, 10),
    ]
    assert listing.hand_ins[0].name == "Ana Doe"


def test_blackboard_names_are_not_guessed(read: Read) -> None:
    tree = {"My_HW_ana_attempt_2026-11-01-10-00-00_tanh.py": ""}
    with pytest.raises(
        LayoutError, match="--layout blackboard:'My' or --layout blackboard:'My_HW'"
    ):
        read(tree)
    assert sorted(who(read(tree, "blackboard", "My_HW"))) == ["ana"]


def test_two_layouts_at_once_are_refused_with_the_choices(read: Read) -> None:
    tree = {
        "HW_ana_attempt_2026-11-01-10-00-00_tanh.py": "",
        "Ana Doe_501_assignsubmission_file_tanh.py": "",
    }
    with pytest.raises(
        LayoutError, match="--layout blackboard or --layout moodle or --layout plain"
    ):
        read(tree)
    assert read(tree, "moodle").layout == "moodle"


def test_one_students_folder_is_no_class(read: Read) -> None:
    with pytest.raises(LayoutError, match="files of one submission"):
        read({"tanh.py": "", "network.py": ""})


def test_one_folder_may_be_a_student_or_the_class(read: Read) -> None:
    with pytest.raises(LayoutError, match="is it the only student"):
        read({"all/ana/tanh.py": "", "all/bob/tanh.py": ""})
    assert sorted(who(read({}, "plain"))) == ["all"]


def test_one_student_alone(read: Read) -> None:
    assert who(read({"ana/tanh.py": "", "ana/network.py": ""})) == {
        "ana": ["network.py", "tanh.py"]
    }


@pytest.mark.parametrize("tree", [{}, {"readme.txt": ""}])
def test_no_submissions(read: Read, tree: dict[str, str]) -> None:
    with pytest.raises(LayoutError, match="holds no submissions"):
        read(tree)


def test_an_unknown_layout_and_a_wrong_one(read: Read) -> None:
    with pytest.raises(LayoutError, match="no layout sakai: choose from blackboard, canvas"):
        read({"ana/tanh.py": ""}, "sakai")
    with pytest.raises(LayoutError, match="is not laid out as canvas"):
        read({"ana/tanh.py": ""}, "canvas")


def test_links_are_not_followed(read: Read, tmp_path: object) -> None:
    listing = read({"ana/tanh.py": ""})
    folder = listing.hand_ins[0].parts[0].path.parent
    (folder / "eve").symlink_to(folder / "ana")
    again = read({})
    assert sorted(who(again)) == ["ana"]
    assert [left.reason for left in again.left] == ["links are not followed"]


def test_offsets_in_stamps_have_minutes() -> None:
    time = parsed_stamp("2026-11-01 10:00:00 +05:30")
    assert time is not None
    assert time.utcoffset() == timedelta(hours=5, minutes=30)
