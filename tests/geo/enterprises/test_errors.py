import pickle

from geo.enterprises.errors import EnterpriseError
from geo.errors import AtlasError


def test_an_error_comes_whole_out_of_a_worker_process() -> None:
    error = EnterpriseError("row 7 is cut off", "cut-off", {"row": 7})
    found = pickle.loads(pickle.dumps(error))
    assert isinstance(found, AtlasError)
    assert (str(found), found.code, found.values) == ("row 7 is cut off", "cut-off", {"row": 7})
