"""A file is fetched whole and verified, or the old one stays; the server is on this machine."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from prosmed_gis.errors import InputMissingError, IntegrityError, OutputError
from prosmed_gis.sources.download import fetch

CONTENT = b"pcode,people\nML0101,10\n"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked += 1
        known = self.path == "/population.csv"
        self.send_response(200 if known else 404)
        self.end_headers()
        if known:
            self.wfile.write(CONTENT)

    def log_message(self, *_words):
        return


@pytest.fixture
def server():
    with HTTPServer(("127.0.0.1", 0), Handler) as served:
        served.asked = 0
        threading.Thread(target=served.serve_forever, daemon=True).start()
        served.url = f"http://127.0.0.1:{served.server_port}"
        yield served
        served.shutdown()


def test_a_file_comes_whole_and_is_not_asked_for_twice(server, tmp_path):
    target = tmp_path / "deep" / "population.csv"
    assert fetch(f"{server.url}/population.csv", target, sha256=DIGEST.upper()) == DIGEST
    assert target.read_bytes() == CONTENT
    assert fetch(f"{server.url}/population.csv", target, sha256=DIGEST) == DIGEST
    assert server.asked == 1
    assert [path.name for path in target.parent.iterdir()] == ["population.csv"]


def test_a_changed_file_is_refused_and_the_old_one_stays(server, tmp_path):
    target = tmp_path / "population.csv"
    target.write_bytes(b"old")
    with pytest.raises(IntegrityError, match="has changed"):
        fetch(f"{server.url}/population.csv", target, sha256="0" * 64, overwrite=True)
    assert target.read_bytes() == b"old"


def test_another_file_is_not_replaced_without_leave(server, tmp_path):
    target = tmp_path / "population.csv"
    target.write_bytes(b"old")
    with pytest.raises(OutputError, match="--overwrite"):
        fetch(f"{server.url}/population.csv", target)
    assert fetch(f"{server.url}/population.csv", target, overwrite=True) == DIGEST


@pytest.mark.parametrize("address", ["{url}/nowhere.csv", "http://127.0.0.1:9/x", "no-scheme"])
def test_what_cannot_be_had_is_missing_input(server, tmp_path, address):
    with pytest.raises(InputMissingError, match="could not be had"):
        fetch(address.format(url=server.url), tmp_path / "x.csv")
    assert list(tmp_path.iterdir()) == []


def test_layers_fetch_and_verify_through_the_command_line(server, tmp_path, invoke, study):
    target = tmp_path / "population.csv"
    words = [*study, "--layer", f"population={target}", "--set", f"layers.population.url={server.url}/population.csv"]
    recorded = ["--set", f"layers.population.sha256='{DIGEST}'"]
    assert invoke("layers", "fetch", *words, *recorded).exit_code == 0
    assert target.read_bytes() == CONTENT
    assert invoke("layers", "verify", *words, *recorded).exit_code == 0
    target.write_bytes(b"tampered")
    changed = invoke("layers", "verify", *words, *recorded)
    assert changed.exit_code == 5
    assert "population" in changed.stderr
    assert invoke("layers", "fetch", "roads", *study).exit_code == 2
