"""How fast the index is beside its peers: means by organisation with poststratified weights and Taylor errors.

    .venv/bin/python benchmarks/index.py                    200,000 people, 40 items, 220 organisations, 8 groups
    .venv/bin/python benchmarks/index.py --people 20000     a quick look

Accord, svy and R's survey each run in a process of their own on the same simulated file, estimate the same numbers
(the largest disagreement is printed) and report the seconds of each step, the quickest of three, without starting up
or reading the file. Memory is the most the whole process ever held. R is left out where Rscript is missing.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

ITEMS, ORGANISATIONS, GROUPS = 40, 220, 8
COLUMNS = [f"q{k}" for k in range(ITEMS)]
STEPS = {"weights": "weights", "score": "one score by organisation", "items": f"{ITEMS} items by organisation"}
R_SCRIPT = """
suppressMessages({ library(survey); library(jsonlite) })
folder <- commandArgs(trailingOnly = TRUE)[1]
d <- read.csv(file.path(folder, "people.csv")); staff <- scan(file.path(folder, "staff.txt"), quiet = TRUE)
d$one <- 1
took <- list()
timed <- function(step, work) {
  seconds <- c(); for (i in 1:3) seconds[i] <- system.time(found <- work())[["elapsed"]]
  took[[step]] <<- min(seconds); found
}
cells <- data.frame(stratum = seq_along(staff) - 1, Freq = staff)
d$w <- timed("weights", function() weights(postStratify(svydesign(~1, weights = ~one, data = d), ~stratum, cells)))
design <- function() svydesign(ids = ~1, strata = ~stratum, weights = ~w, data = d)
score <- timed("score", function() svyby(~score, ~org, design(), svymean))
items <- timed("items", function() svyby(reformulate(paste0("q", 0:39)), ~org, design(), svymean))
writeLines(toJSON(list(took = took, mean = unname(c(coef(score), coef(items))),
  se = unname(c(unlist(SE(score)), unlist(SE(items))))), digits = NA, auto_unbox = TRUE), file.path(folder, "r.json"))
"""


def simulate(folder: Path, people: int) -> None:
    """Write people.parquet, people.csv and staff.txt: between half and all of each stratum's staff answer."""
    rng = np.random.default_rng(2011)
    cells = ORGANISATIONS * GROUPS
    # At least two answers in every stratum, so that every tool has a variance to compute.
    strata = np.append(np.tile(np.arange(cells), 2), rng.integers(0, cells, max(people - 2 * cells, 0)))
    person = rng.normal(50, 14, strata.size) + rng.normal(0, 6, ORGANISATIONS)[strata // GROUPS]
    items = 25 * np.clip(np.rint((person[:, None] + rng.normal(0, 15, (strata.size, ITEMS))) / 25), 0, 4)
    staff = np.rint(np.bincount(strata) * rng.uniform(1, 2, cells)).astype(np.int64)
    table = pl.DataFrame({"org": strata // GROUPS, "stratum": strata, "score": items.mean(axis=1)})
    table = table.with_columns(pl.DataFrame(items, schema=COLUMNS)).sample(fraction=1.0, shuffle=True, seed=1)
    table.write_parquet(folder / "people.parquet")
    table.write_csv(folder / "people.csv")
    np.savetxt(folder / "staff.txt", staff, fmt="%d")


def timed(took: dict[str, float], step: str, work: Callable[[], Any]) -> Any:
    """Do the work three times and note the quickest."""
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        found = work()
        seconds.append(time.perf_counter() - start)
    took[step] = min(seconds)
    return found


def accord(table: pl.DataFrame, staff: np.ndarray, took: dict[str, float]) -> tuple[np.ndarray, np.ndarray]:
    """Our estimates, item by item below each other."""
    from accord.core.trust.index import domain_means
    from accord.core.trust.weighting import poststratify

    org, strata, score = (table[name].to_numpy() for name in ("org", "stratum", "score"))
    items = table.select(COLUMNS).to_numpy()
    made = timed(took, "weights", lambda: poststratify(strata, staff))
    rest = {"domains": org, "size": ORGANISATIONS, "weights": made.values, "strata": strata}
    one = timed(took, "score", lambda: domain_means(score, **rest))
    many = timed(took, "items", lambda: domain_means(items, **rest))
    return np.append(one.mean, many.mean.T), np.append(one.se, many.se.T)


def svy(table: pl.DataFrame, staff: np.ndarray, took: dict[str, float]) -> tuple[np.ndarray, np.ndarray]:
    """The same by svy."""
    import svy as package

    controls = dict(enumerate(staff.tolist()))
    plain = table.with_columns(one=pl.lit(1.0))

    def weigh() -> pl.Series:
        sample = package.Sample(plain, package.Design(wgt="one"))
        return sample.weighting.poststratify(controls, cells="stratum", wgt_name="w").data["w"]

    weighted = plain.with_columns(w=timed(took, "weights", weigh))

    def means(of: str | list[str]) -> Any:
        sample = package.Sample(weighted, package.Design(stratum="stratum", wgt="w"))
        return sample.estimation.mean(of, by="org")

    found = [timed(took, "score", lambda: means("score")), *timed(took, "items", lambda: means(COLUMNS))]
    rows = [one.to_polars().sort("org") for one in found]
    return np.concatenate([row["est"] for row in rows]), np.concatenate([row["se"] for row in rows])


def run(command: list[str], answer: Path) -> dict[str, Any]:
    """Run one tool in its own process; its answer with the most memory it held, in MB."""
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed with {process.returncode}")
    return json.loads(answer.read_text()) | {"memory": usage.ru_maxrss / 1024}


def work(name: str, folder: Path) -> None:
    """What a process of ours does: read, estimate, write the answer."""
    took: dict[str, float] = {}
    table = pl.read_parquet(folder / "people.parquet")
    staff = np.loadtxt(folder / "staff.txt")
    mean, se = {"accord": accord, "svy": svy}[name](table, staff, took)
    (folder / f"{name}.json").write_text(json.dumps({"took": took, "mean": mean.tolist(), "se": se.tolist()}))


def report(found: Mapping[str, dict[str, Any]]) -> None:
    """A Markdown table: seconds, and how many times ours."""
    ours = found["accord"]
    print("| | " + " | ".join(found) + " |")
    print("|---|" + "---:|" * len(found))
    for step, label in STEPS.items():
        cells = [f"{one['took'][step]:.3g} s ({one['took'][step] / ours['took'][step]:.3g}×)" for one in found.values()]
        print(f"| {label} | " + " | ".join(cells) + " |")
    memory = [f"{one['memory']:.0f} MB ({one['memory'] / ours['memory']:.2g}×)" for one in found.values()]
    print("| memory, data included | " + " | ".join(memory) + " |")
    for name, one in found.items():
        for figure in ("mean", "se"):
            np.testing.assert_allclose(one[figure], ours[figure], rtol=1e-8, err_msg=f"{name} {figure}")
            apart = np.abs(np.array(one[figure]) / np.array(ours[figure]) - 1).max()
            print(f"{name}: largest relative disagreement of a {figure} {apart:.1e}", file=sys.stderr)


def main() -> None:
    """Simulate, run every tool, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--worker", nargs=2, metavar=("TOOL", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        work(arguments.worker[0], Path(arguments.worker[1]))
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        simulate(folder, arguments.people)
        commands = {name: [sys.executable, __file__, "--worker", name, made] for name in ("accord", "svy")}
        if shutil.which("Rscript"):
            (folder / "survey.R").write_text(R_SCRIPT)
            commands["r"] = ["Rscript", str(folder / "survey.R"), made]
        report({name: run(command, folder / f"{name}.json") for name, command in commands.items()})


if __name__ == "__main__":
    main()
