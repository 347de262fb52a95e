"""Hostile specs: their texts are shown, and are never markup. And hostile pages of other origins."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance_openapi.packages import write_package
from tests.fake_quay import FakeQuay
from tests.lower.test_hostile import hostile
from tests.support.processes import Served, environment, serve

from .chromium import Browser

ATTACKS = [
    "<script>owned=1</script>",
    "</script></style><script>owned=1</script>",
    "\"><img src=x onerror='owned=1'>",
    "' autofocus onfocus='owned=1' x='",
    '" autofocus onfocus="owned=1" x="',
    "</code></pre></textarea></option></select></title><b>bold</b>",
    "--><b>bold</b><!-- {{ 7*7 }} {% raw %} ${owned=1} `",
    "&lt;b&gt;&amp;amp;",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_of_a_spec_becomes_markup(browser: Browser, tmp_path: Path, attack: str) -> None:
    spec = tmp_path / "hostile-capability.yaml"
    told = hostile(attack)
    told["info"]["tags"] = [attack]
    spec.write_text(json.dumps(told), encoding="utf-8")
    write_package(spec, tmp_path, even_refused=True)
    environ = environment(PYTHONPATH=str(tmp_path))
    with serve("rest", environ, package="own", folder=tmp_path) as served:
        browser.open(f"{served.url}/-/docs")
        for details in browser.all("summary"):
            details.click()
        assert browser.messages() == []
        assert browser.asked() == [f"{served.url}/-/docs"]
    assert browser.run("return typeof owned") == "undefined"
    assert [len(browser.all(tag)) for tag in ("script", "style", "title", "img", "b")] == [
        1,
        1,
        1,
        0,
        0,
    ]
    assert browser.run("return document.title") == attack.strip()
    assert browser.run("return document.querySelector('h1').textContent") == attack
    handlers = browser.run(
        "return [...document.querySelectorAll('*')].flatMap((each) => [...each.attributes])"
        ".map((each) => each.name).filter((name) => name.startsWith('on') || name === 'autofocus')"
    )
    assert handlers == []
    assert browser.run("return document.body.textContent").count(attack) >= 5


ATTACKER = """<!doctype html><title>attacker</title><script>
const target = %r;
const tries = [
  () => fetch(target + '/user/', {mode: 'no-cors', credentials: 'include'}),
  () => fetch(target + '/user/').then((answer) => answer.text()).then((text) => { seen.push(text); }),
  () => fetch(target + '/repository', {method: 'POST', mode: 'no-cors', body: '{}'}),
  () => fetch(target + '/repository/devtable%%2Fsimple', {method: 'DELETE'}),
  () => new Promise((done) => {
    const picture = new Image(); picture.onload = picture.onerror = done; picture.src = target + '/user/';
  }),
  () => new Promise((done) => {
    const script = document.createElement('script'); script.onload = script.onerror = done;
    script.src = target + '/user/'; document.head.append(script);
  }),
  () => new Promise((done) => {
    const form = document.createElement('form'); form.method = 'POST'; form.enctype = 'text/plain';
    const frame = document.createElement('iframe'); frame.name = 'into'; frame.onload = done;
    form.action = target + '/repository'; form.target = 'into';
    document.documentElement.append(frame, form); form.submit();
  }),
  () => new Promise((done) => {
    const frame = document.createElement('iframe'); frame.onload = done; frame.src = target + '/-/docs';
    document.documentElement.append(frame); frames_made = frame;
  }),
];
var seen = [], frames_made, finished = false;
(async () => { for (const each of tries) await each().catch(() => {}); finished = true; })();
</script>"""


@pytest.fixture
def attacker(rest: Served) -> Iterator[int]:
    """The port of a server whose page tries to use the adapter."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = (ATTACKER % rest.url).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments: object) -> None:
            """Nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join(5)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "rebound.localhost"])
def test_a_page_of_another_origin_gets_nothing_through(
    browser: Browser, quay: FakeQuay, attacker: int, host: str
) -> None:
    browser.open(f"http://{host}:{attacker}/")
    browser.wait_for("finished")
    assert [str(request) for request in quay.take()] == []
    assert not any("devtable" in text for text in browser.run("return seen"))
    framed = browser.run(
        "try { return frames_made.contentDocument !== null } catch { return false }"
    )
    assert not framed
    assert any("frame-ancestors" in each for each in browser.messages())
