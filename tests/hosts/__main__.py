"""`make hosts`: every host, every trial; docs/hosts.md gets the table. Names on the command line choose hosts."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.support.raw_http import fetch, free_port

from .hosts import HOSTS, Host
from .page import write
from .trials import TRIALS, Place, verdict

ROOT: Final = Path(__file__).resolve().parents[2]
PYTHON: Final = ROOT / ".venv-hosts" / "bin" / "python"
SPEC: Final = Path(__file__).with_name("pond-capability.yaml")


@contextlib.contextmanager
def running(command: list[str], environment: dict[str, str], port: int) -> Iterator[None]:
    """A process that answers on a port; what it prints is shown where it does not come up."""
    with tempfile.TemporaryFile("w+") as printed:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=printed, stderr=printed
        )
        try:
            deadline = time.monotonic() + 60
            while not _answers(port):
                if process.poll() is not None or time.monotonic() > deadline:
                    printed.seek(0)
                    raise RuntimeError(f"{' '.join(command)}\n{printed.read()[-2000:]}")
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()


def _answers(port: int) -> bool:
    try:
        fetch(f"http://127.0.0.1:{port}", "GET", "/-/nothing", timeout=5)
    except OSError:
        return False
    return True


@contextlib.contextmanager
def hosted(host: Host, kind: str, place: Path, upstream: str) -> Iterator[str]:
    """One adapter under a host; gives its address."""
    port = free_port()
    path = os.pathsep.join((str(place), str(ROOT)))
    environment = {
        **os.environ,
        "PYTHONPATH": path,
        "HOSTS_KIND": kind,
        "HOSTS_APP": host.app,
        "POND_BASE_URI": upstream,
        "POND_TIMEOUT": "10",
    }
    command = [str(PYTHON), "-m", *(part.format(port=port) for part in host.module)]
    if host.ours:
        command = [str(PYTHON), "-m", "hosted", kind, "--port", str(port)]
    with contextlib.ExitStack() as stack:
        stack.enter_context(running(command, environment, port))
        if host.behind:
            port = stack.enter_context(nginx(port, place))
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def nginx(port: int, place: Path) -> Iterator[int]:
    """nginx as it is by default towards its upstreams: HTTP/1.0, buffered."""
    front = free_port()
    folder = place / f"nginx-{front}"
    folder.mkdir()
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"daemon off; pid {folder}/pid; error_log stderr crit; events {{}}\n"
        f"http {{ access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;\n"
        f"fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n"
        "client_max_body_size 0; proxy_request_buffering off; proxy_buffering off;\n"
        f"server {{ listen 127.0.0.1:{front}; location / {{ proxy_pass http://127.0.0.1:{port}; }} }} }}\n"
    )
    with running(["nginx", "-c", str(configuration), "-p", str(folder)], dict(os.environ), front):
        yield front


def tried(host: Host, place: Path, upstream: str) -> dict[str, str]:
    """The verdict of each trial."""
    with (
        hosted(host, "rest", place, upstream) as rest,
        hosted(host, "mcp", place, upstream) as mcp,
    ):
        where = Place(rest, mcp, host.prefix, upstream)
        return {name: verdict(trial, where) for name, trial in TRIALS.items()}


def main(names: list[str]) -> int:
    """Tries all hosts, or those whose names hold one of the words given."""
    if shutil.which("nginx") is None:
        print("nginx is missing: `make hosts` installs it", file=sys.stderr)
        return 2
    chosen = [host for host in HOSTS if not names or any(name in host.name for name in names)]
    results: dict[str, dict[str, str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        generate = [sys.executable, "-m", "generator", "generate", str(SPEC), "--package", "hosted"]
        subprocess.run([*generate, "--out", folder], cwd=ROOT, check=True, capture_output=True)
        port = free_port()
        upstream = [sys.executable, "-m", "tests.hosts.upstream", str(port)]
        with running(upstream, dict(os.environ), port):
            for host in chosen:
                results[host.name] = tried(host, place, f"http://127.0.0.1:{port}")
                for name, said in results[host.name].items():
                    if said:
                        print(f"{host.name}: {name}: {said}", flush=True)
    if not names:
        write(results)
    unexpected = [
        f"{host.name}: {name}"
        for host in chosen
        for name, said in results[host.name].items()
        if bool(said) != (name in host.cannot) and name not in host.races
    ]
    for each in unexpected:
        print(f"not as the table expects: {each}", file=sys.stderr)
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
