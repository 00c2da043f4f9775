import zipfile
from pathlib import Path

import pytest

from directory.geo.build import build_from_file
from directory.geo.gazetteer import Gazetteer
from directory.geo.postcode_files import BrokenFile, read_postcode_file

LEEDS = '"LS1 4AP",10,429267,433604,"E92000001","E19000001","E18000002","","E08000035","E05011384"\n'
PRESTON = '"PR1 1AA",10,354000,429500,"E92000001","E19000001","E18000002","E10000017","E07000123","E05000001"\n'
UNPLACED = '"LS1 1ZZ",90,0,0,"","","","","",""\n'
HEADER = "\ufeffpcd7,PCDS,dointr,DOTERM,oslaua,lat,long\n"
ROW = "LS1 4AP,LS1 4AP,198001,,E08000035,53.795455,-1.555724\n"


def silent(done: int, total: int, what: str) -> None:
    """Progress is tested where it is shown."""


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def zipped(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, text in members.items():
            whole.writestr(name, text)
    return path


def test_the_directory_s_columns_are_found_by_name_in_old_and_new_files(tmp_path: Path) -> None:
    old = read_postcode_file(written(tmp_path / "old.csv", HEADER + ROW), silent)
    new_header = "long,lat,LAD26CD,doterm,pcds,ward\n"
    new = read_postcode_file(
        written(tmp_path / "new.csv", new_header + "-1.555724,53.795455,E08000035,,LS1 4AP,x\n"), silent
    )
    for columns in (old, new):
        assert columns.keys.tolist() == [b"LS1 4AP"]
        assert columns.latitude[0] == pytest.approx(53.795455)
        assert columns.longitude[0] == pytest.approx(-1.555724)


def test_terminated_and_unplaced_postcodes_are_left_out_and_counted(tmp_path: Path) -> None:
    text = HEADER + ROW + "AB1 0AA,AB1 0AA,198001,199606,S12000033,57.1,-2.2\n"
    text += "JE2 3AB,JE2 3AB,198001,,L99999999,99.999999,0.000000\n"
    columns = read_postcode_file(written(tmp_path / "ONSPD.csv", text), silent)
    assert len(columns) == 1
    assert columns.left_out == {"terminated": 1, "without coordinates": 1}


def test_a_code_of_a_later_reorganisation_is_reported_and_not_refused(tmp_path: Path) -> None:
    text = HEADER + ROW.replace("E08000035", "E06000999")
    columns = read_postcode_file(written(tmp_path / "ONSPD.csv", text), silent)
    assert columns.unknown_authorities == {"E06000999": 1}
    build_from_file(tmp_path / "ONSPD.csv", tmp_path / "gazetteer")
    found = Gazetteer.open(tmp_path / "gazetteer").locate("LS1 4AP")
    assert found is not None
    assert found.authority_gss is None


def test_the_directory_in_a_zip_is_read_once_though_it_is_there_twice(tmp_path: Path) -> None:
    members = {
        "Data/ONSPD_NOV_2025_UK.csv": HEADER + ROW,
        "Data/multi_csv/ONSPD_NOV_2025_UK_LS.csv": HEADER + ROW,
        "Documents/LAD names.csv": "LAD25CD,LAD25NM\nE08000035,Leeds\n",
    }
    assert len(read_postcode_file(zipped(tmp_path / "ONSPD.zip", members), silent)) == 1


def test_code_point_open_is_read_from_all_its_files(tmp_path: Path) -> None:
    members = {
        "Data/CSV/ls.csv": LEEDS + UNPLACED,
        "Data/CSV/pr.csv": PRESTON,
        "Doc/Code-Point_Open_Column_Headers.csv": "PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC\nPostcode,a,b,c,d,e,f,g,h,i\n",
    }
    built = build_from_file(zipped(tmp_path / "codepo_gb.zip", members), tmp_path / "gazetteer")
    assert (built.postcodes, built.left_out) == (2, {"without coordinates": 1})
    gazetteer = Gazetteer.open(tmp_path / "gazetteer")
    leeds, preston = gazetteer.postcode("LS1 4AP"), gazetteer.postcode("PR1 1AA")
    assert leeds is not None
    assert preston is not None
    assert leeds.point.latitude == pytest.approx(53.7976, abs=0.002)
    assert leeds.point.longitude == pytest.approx(-1.5572, abs=0.002)
    assert (leeds.authority_gss, preston.authority_gss) == ("E08000035", "E10000017")


@pytest.mark.parametrize(
    ("text", "line", "column", "wrong"),
    [
        ("", 1, "column 1", "empty"),
        ("name,colour\nx,y\n", 1, "column 1 (name)", "expected the header"),
        ("pcds,lat\n", 1, "column 2 (lat)", "no column called doterm, long"),
        ("pcds,doterm,lat,long\n", 1, "column 4 (long)", "no column called lad25cd or oslaua"),
        (HEADER, 1, "column 1", "no postcode"),
        (HEADER + ROW + ROW.replace("LS1 4AP,1", "LEEDS,1"), 3, "column 2 (pcds)", "'LEEDS' is not a postcode"),
        (HEADER + ROW.replace("53.795455", "north"), 2, "column 6 (lat)", "'north' is not a number"),
        (HEADER + ROW.replace("53.795455", "nan"), 2, "column 6 (lat)", "not between"),
        (HEADER + ROW.replace("53.795455", "23.5"), 2, "column 6 (lat)", "not between"),
        (HEADER + ROW.replace("-1.555724", "11"), 2, "column 7 (long)", "not between"),
        (HEADER + ROW.replace("E08000035", "Leeds"), 2, "column 5 (oslaua)", "not a code of an authority"),
        (HEADER + ROW + "LS1 4AP,LS1\n", 3, "column 3 (end of the line)", "2 columns where 7"),
        (HEADER + ROW + '"LS1 4AP,', 3, "column 1", "unexpected end of data"),
        (LEEDS + LEEDS.replace("429267", "9999999"), 2, "column 3 (Eastings)", "not between"),
        (LEEDS + LEEDS.replace("433604", ""), 2, "column 4 (Northings)", "is not a number"),
        (
            LEEDS + LEEDS.replace('"E05011384"', '"E05011384",1'),
            2,
            "column 11 (end of the line)",
            "11 columns where 10",
        ),
    ],
)
def test_a_broken_file_is_refused_whole_with_line_and_column(
    tmp_path: Path, text: str, line: int, column: str, wrong: str
) -> None:
    target = tmp_path / "gazetteer"
    build_from_file(written(tmp_path / "good.csv", LEEDS), target)
    with pytest.raises(BrokenFile, match=r"broken\.csv") as refused:
        build_from_file(written(tmp_path / "broken.csv", text), target)
    assert (refused.value.line, refused.value.column) == (line, column)
    assert wrong in refused.value.wrong
    assert Gazetteer.open(target).source == "good.csv"


def test_a_file_that_is_not_text_or_not_whole_is_refused(tmp_path: Path) -> None:
    binary = tmp_path / "binary.csv"
    binary.write_bytes(HEADER.encode() + b"\xff\xfe\xff\n")
    cut = zipped(tmp_path / "cut.zip", {"Data/CSV/ls.csv": LEEDS * 500})
    cut.write_bytes(cut.read_bytes()[:60])
    damaged = zipped(tmp_path / "damaged.zip", {"Data/CSV/ls.csv": LEEDS * 500})
    content = bytearray(damaged.read_bytes())
    content[60] ^= 0xFF
    damaged.write_bytes(bytes(content))
    empty = zipped(tmp_path / "empty.zip", {"readme.txt": "nothing"})
    mixed = zipped(tmp_path / "mixed.zip", {"Data/a.csv": LEEDS, "Data/b.csv": HEADER + ROW})
    for path in (binary, cut, damaged, empty, mixed):
        with pytest.raises(BrokenFile):
            read_postcode_file(path, silent)
