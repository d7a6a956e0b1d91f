#!/usr/bin/env bash
# What can be known of this folder without a container engine: that every file parses, that what the
# files say of each other and of the sources is so, and that the dashboard asks for metrics that exist.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

bash -n healthcheck.sh
command -v python3 >/dev/null || { echo "docker/check.sh: no python3 here, only the scripts were checked"; exit 0; }
exec python3 - <<'PYTHON'
import json, pathlib, re, sys

root = pathlib.Path("..")
problems = []

def check(holds, problem):
    if not holds:
        problems.append(problem)

def read(path):
    return pathlib.Path(path).read_text(encoding="utf-8")

# -- metrics: the list, the dashboard and the source name the same ones

kinds = {}
for line in read("metrics.txt").splitlines():
    if line and not line.startswith("#"):
        name, kind = line.split()[:2]
        kinds[name] = kind
suffixes = {"counter": [""], "gauge": [""], "histogram": ["_bucket", "_count", "_sum", "_max"],
            "summary": ["_count", "_sum", "_max"]}
known = {name + suffix: name for name, kind in kinds.items() for suffix in suffixes[kind]}

dashboard = json.loads(read("grafana/dashboards/offerflow.json"))
panels = [panel for panel in dashboard["panels"] if panel["type"] != "row"]
asked = set()
for panel in panels:
    check(panel.get("description"), f"panel {panel['title']}: no description")
    for target in panel["targets"]:
        names = set(re.findall(r"offerflow_\w+", target["expr"]))
        check(names, f"panel {panel['title']}: no metric in {target['expr']}")
        for name in names:
            check(name in known, f"panel {panel['title']}: no metric {name} in metrics.txt")
        asked |= {known[name] for name in names if name in known}
        check(target["expr"].count("(") == target["expr"].count(")"), f"panel {panel['title']}: brackets")
        check(target["datasource"]["uid"] in read("grafana/provisioning/datasources/prometheus.yml"),
              f"panel {panel['title']}: a data source that is not provisioned")
ids = [panel["id"] for panel in dashboard["panels"]]
check(len(ids) == len(set(ids)), "two panels with one id")
for name in kinds:
    check(name in asked, f"{name} is on no panel of the dashboard")

cells = {}
for panel in dashboard["panels"]:
    at = panel["gridPos"]
    check(at["x"] + at["w"] <= 24, f"panel {panel['title']}: wider than the page")
    for x in range(at["x"], at["x"] + at["w"]):
        for y in range(at["y"], at["y"] + at["h"]):
            check((x, y) not in cells, f"panel {panel['title']} lies over {cells.get((x, y))}")
            cells[x, y] = panel["title"]

source = "".join(read(path) for path in root.glob("pipeline/src/main/java/io/offerflow/pipeline/metrics/*.java"))
in_source = {name.replace(".", "_") for name in re.findall(r'"(offerflow\.[a-z.]+)"', source)}
plain = lambda name: re.sub(r"_(total|seconds|bytes)$", "", name)
for name in {plain(name) for name in kinds} ^ in_source:
    check(False, f"{name} is in metrics.txt or in the source of the metrics, but not in both")

# -- the files say the same of each other and of the sources

dockerfile, compose = read("Dockerfile"), read("compose.yml")
for copied in re.findall(r"^COPY (?!--from)(?:--\S+ )*(\S+) \S+$", dockerfile, re.M):
    check((root / copied).exists(), f"Dockerfile: {copied} is not there")
for main in set(re.findall(r"io\.offerflow\.[\w.]+", dockerfile + compose)):
    path = root / "pipeline/src/main/java" / (main.replace(".", "/") + ".java")
    check(path.exists() and "public static void main" in read(path), f"{main} has no main method")
options = read(root / "pipeline/src/main/java/io/offerflow/pipeline/job/JobOptions.java")
for option in re.findall(r"^ +(offerflow\.[\w.-]+):", compose, re.M):
    check(f'"{option}"' in options, f"compose.yml: the job has no option {option}")
port = re.search(r"offerflow\.metrics-port: (\d+)", compose).group(1)
for file in ("prometheus.yml", "Dockerfile", "healthcheck.sh"):
    check(port in read(file), f"{file}: another metrics port than {port} of compose.yml")
for image in re.findall(r"(?:image:|_IMAGE=)\s*(\S+)", dockerfile + compose):
    check("." not in image.split("/")[0] or "/" not in image, f"{image}: leave the registry's host out")
kafka = re.search(r"<kafka.version>(.*?)<", read(root / "pom.xml")).group(1)
check(set(re.findall(r"apache/kafka:(\S+)", compose)) == {kafka}, f"compose.yml: the broker is not {kafka}")
flink = re.search(r"<flink.version>(\d+\.\d+)", read(root / "pom.xml")).group(1)
check(f"FLINK_IMAGE=flink:{flink}" in dockerfile, f"Dockerfile: the image is not Flink {flink}")

# -- YAML, where python3 can read it

try:
    import yaml
except ImportError:
    yaml = None
    print("docker/check.sh: python3 has no yaml module here, the YAML files were not parsed")
if yaml:
    files = {path: yaml.safe_load(read(path)) for path in map(str, pathlib.Path(".").rglob("*.yml"))}
    services = files["compose.yml"]["services"]
    volumes = files["compose.yml"]["volumes"]
    for name, service in services.items():
        for needed in service.get("depends_on", {}):
            check(needed in services, f"compose.yml: {name} depends on {needed}, which is not there")
        for volume in service.get("volumes", []):
            outer = volume.split(":")[0]
            if outer.startswith("."):
                check(pathlib.Path(outer).exists(), f"compose.yml: {outer} is not there")
            elif not outer.startswith("$"):
                check(outer in volumes, f"compose.yml: no volume {outer}")
    scraped = files["prometheus.yml"]["scrape_configs"][0]["dns_sd_configs"][0]
    check(set(scraped["names"]) <= set(services), "prometheus.yml: no such service")
    check(str(scraped["port"]) == port, "prometheus.yml: another port than compose.yml")

for problem in problems:
    print("docker/check.sh: " + problem, file=sys.stderr)
if not problems:
    print(f"docker: {len(panels)} panels over {len(kinds)} metrics, all files agree")
sys.exit(1 if problems else 0)
PYTHON
