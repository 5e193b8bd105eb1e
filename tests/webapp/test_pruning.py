import os

from webapp.pruning import prune


def test_what_was_not_asked_for_is_removed(tmp_path):
    for age in range(6):
        path = tmp_path / f"{age}.pdf"
        path.write_bytes(b"x" * 10)
        os.utime(path, (1000 - age, 1000 - age))
    prune(tmp_path, files=4, size=1000)
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{n}.pdf" for n in range(4)]
    prune(tmp_path, files=4, size=25)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.pdf", "1.pdf"]
