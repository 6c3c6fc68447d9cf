"""Firefox, driven through WebDriver BiDi: a protocol of JSON messages over one websocket."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websocket import WebSocket, WebSocketException, create_connection

PATIENCE = 60.0  # seconds that a start or an answer may take
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.active-protocols": 1,
    "toolkit.telemetry.enabled": False,
}


class BidiError(Exception):
    """Firefox refused a command, or an expression threw; the message is Firefox's."""


def described(entry: dict[str, Any]) -> str:
    """A message of the console, and the script that it comes from."""
    frames = (entry.get("stackTrace") or {}).get("callFrames") or [{}]
    return f"{entry['text']} ({frames[0].get('url', 'no script')})"


@dataclass
class Firefox:
    """One tab of a running Firefox; ``errors`` is the errors in its console."""

    socket: WebSocket
    tab: str = ""
    errors: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The result of a command; events that arrive meanwhile are recorded."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == number:
                if message["type"] == "error":
                    raise BidiError(f"{method}: {message['error']}: {message['message']}")
                return message["result"]
            if message.get("method") == "log.entryAdded" and message["params"]["level"] == "error":
                self.errors.append(described(message["params"]))

    def start(self) -> None:
        """Begin a session, subscribe to the console, and take the first tab."""
        self.call("session.new", capabilities={})
        self.call("session.subscribe", events=["log.entryAdded"])
        self.tab = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def open(self, address: str) -> None:
        """Load a page, and forget the errors of the last."""
        self.errors.clear()
        self.call("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """Value of a JavaScript expression, awaited if it is a promise, through JSON."""
        reply = self.call(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then((value) => JSON.stringify(value))",
            target={"context": self.tab},
            awaitPromise=True,
            userActivation=True,
        )
        if reply["type"] == "exception":
            raise BidiError(reply["exceptionDetails"]["text"])
        return json.loads(reply["result"].get("value", "null"))

    def press(self, key: str) -> None:
        """Press and release a key, as a reader does, where the focus is."""
        keys = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        source = {"type": "key", "id": "keyboard", "actions": keys}
        self.call("input.performActions", context=self.tab, actions=[source])


@contextlib.contextmanager
def firefox(executable: str, home: Path) -> Iterator[Firefox]:
    """A Firefox without a window, its profile and all that it writes in ``home``.

    Raises:
        BidiError: if it does not start, with its messages.
    """
    profile, log = home / "profile", home / "firefox.log"
    profile.mkdir()
    lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [executable, "--headless", "--no-remote", "--profile", str(profile)]
    command += ["--remote-debugging-port=0", "about:blank"]
    surroundings = {**os.environ, "HOME": str(home), "MOZ_HEADLESS": "1"}
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(command, env=surroundings, stdout=output, stderr=output)
    try:
        address = address_of(process, log)
        with contextlib.closing(
            create_connection(f"{address}/session", timeout=PATIENCE, suppress_origin=True)
        ) as socket:
            browser = Firefox(socket)
            browser.start()
            yield browser
            with contextlib.suppress(BidiError, WebSocketException, OSError):
                browser.call("browser.close")
    finally:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def address_of(process: subprocess.Popen[bytes], log: Path) -> str:
    """Where Firefox listens, once it does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if match := LISTENING.search(log.read_text(encoding="utf-8", errors="replace")):
            return match[1]
        time.sleep(0.1)
    messages = log.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise BidiError(f"Firefox did not start to listen; its messages:\n{messages}")
